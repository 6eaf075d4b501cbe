import { Overlay, Stack, Text, Title } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDropped } from './read-dropped.ts';
import { useHandIn } from './use-hand-in.tsx';

/** Every page takes what is dropped onto it, and says so while something is dragged over it. */
export function DropTarget() {
  const handIn = useHandIn();
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent((dropped: DataTransfer) => {
    handIn(() => readDropped(dropped));
  });
  useEffect(() => {
    // One enters an element before one leaves the last: only when all were left it is over.
    let entered = 0;
    const hasFiles = (event: DragEvent): event is DragEvent & { dataTransfer: DataTransfer } =>
      event.dataTransfer?.types.includes('Files') === true;
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      entered += 1;
      setIsOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      // Also of what was dragged in before the page was ready.
      setIsOver(true);
    };
    const end = (): void => {
      entered = 0;
      setIsOver(false);
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      entered -= 1;
      if (entered <= 0) end();
    };
    const onDrop = (event: DragEvent): void => {
      end();
      if (!hasFiles(event)) return;
      event.preventDefault();
      take(event.dataTransfer);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', onEnter, { signal });
    window.addEventListener('dragover', onOver, { signal });
    window.addEventListener('dragleave', onLeave, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => {
      stop.abort();
    };
  }, []);
  return isOver ? <DropNote /> : null;
}

function DropNote() {
  const { t } = useTranslation('submit');
  return (
    <Overlay fixed zIndex={500} blur={4} color="#16181f" backgroundOpacity={0.85} center>
      <Stack
        align="center"
        p={48}
        m="md"
        gap="sm"
        c="white"
        ta="center"
        style={{ border: '2px dashed #a5b4ff', borderRadius: 16, pointerEvents: 'none' }}
      >
        <IconCloudUpload size={56} aria-hidden />
        <Title order={2}>{t('drop')}</Title>
        <Text maw={420}>{t('dropText')}</Text>
      </Stack>
    </Overlay>
  );
}
