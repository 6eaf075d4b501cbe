import { Button, Group } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { givenFiles } from './read-dropped.ts';
import { useHandIn } from './use-hand-in.tsx';

/** For those who do not drag: the browser's own dialogs. */
export function PickButtons() {
  const { t } = useTranslation('submit');
  return (
    <Group gap="xs">
      <PickButton label={t('chooseFiles')} isFolder={false} />
      <PickButton label={t('chooseFolder')} isFolder />
    </Group>
  );
}

function PickButton({ label, isFolder }: { readonly label: string; readonly isFolder: boolean }) {
  const handIn = useHandIn();
  const input = useRef<HTMLInputElement>(null);
  const Icon = isFolder ? IconFolder : IconFile;
  return (
    <>
      <Button
        variant={isFolder ? 'default' : 'filled'}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        {...(isFolder ? { webkitdirectory: '' } : {})}
        onChange={({ currentTarget }) => {
          const files = Array.from(currentTarget.files ?? []);
          // The same files may be chosen again.
          currentTarget.value = '';
          if (files.length > 0) handIn(async () => givenFiles(files));
        }}
      />
    </>
  );
}
