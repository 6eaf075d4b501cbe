import { Overlay, Stack, Text, Title } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GivenFile } from './given-file.ts';
import { useHandIn } from './use-hand-in.tsx';

interface DropReceiverProps {
  /** Whether something is dragged over the page. */
  readonly isOver: boolean;
  /** Another number whenever something was dropped. */
  readonly drops: number;
  /** Gives what was dropped, once: it is being read already. */
  readonly take: () => readonly Promise<readonly GivenFile[]>[];
}

/** Says that what is dragged can be dropped, and hands in what was. */
export default function DropReceiver({ isOver, drops, take }: DropReceiverProps) {
  const handIn = useHandIn();
  const receive = useEffectEvent(() => {
    for (const reading of take()) handIn(() => reading);
  });
  useEffect(() => {
    receive();
  }, [drops]);
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
