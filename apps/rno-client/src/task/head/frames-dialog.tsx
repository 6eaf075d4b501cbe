import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TaskSnapshot } from '@renderonline/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useFormat } from '../../format/use-format.ts';
import { archiveAddress, saveFrom } from '../../farm/download-address.ts';
import { countOfFrames } from './read-frames.ts';

interface FramesDialogProps {
  readonly task: TaskSnapshot;
  readonly what: 'requeue' | 'add' | 'download';
  readonly close: () => void;
}

/** Asks for frames, and renders them again, adds them, or downloads what they have produced. */
export function FramesDialog({ task: { taskId }, what, close }: FramesDialogProps) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  const api = useApi();
  const format = useFormat();
  const [frames, setFrames] = useState('');
  const count = countOfFrames(frames);
  const act = useMutation({
    mutationFn: async () => {
      if (what === 'download') {
        saveFrom(archiveAddress(taskId, { frames }));
        return undefined;
      }
      if (what === 'add') return t('frames.added', { count: (await api.addFrames(taskId, frames)).added });
      return t('frames.requeued', { count: (await api.requeue(taskId, frames)).requeued });
    },
    onSuccess: (message) => {
      if (message !== undefined) notifications.show({ color: 'teal', message });
      close();
    },
  });
  const problem =
    count === undefined ? t('frames.invalid') : act.isError ? <ErrorText error={act.error} /> : undefined;
  return (
    <Modal
      opened
      onClose={close}
      title={t(`frames.${what}`)}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (count !== undefined && count > 0) act.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t(`frames.${what}Hint`)}
          </Text>
          <TextInput
            label={t('frames.field')}
            description={t('frames.example')}
            required
            data-autofocus
            maxLength={10_000}
            autoComplete="off"
            value={frames}
            error={problem}
            onChange={(event) => {
              setFrames(event.currentTarget.value);
              act.reset();
            }}
          />
          <Group justify="space-between">
            <Text size="sm" className="tabular" aria-live="polite">
              {count === undefined || count === 0
                ? ''
                : t('frames.count', { count, shown: format.number(count) })}
            </Text>
            <Button type="submit" loading={act.isPending} disabled={count === undefined || count === 0}>
              {t(`frames.${what}Do`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
