import { Button, Checkbox, Group, Modal, NumberInput, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TaskSnapshot } from '@renderonline/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';

interface VideoDialogProps {
  readonly task: TaskSnapshot;
  readonly close: () => void;
}

/** Asks how, and adds a task that makes a video of the frames. */
export function VideoDialog({ task, close }: VideoDialogProps) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  const api = useApi();
  const [, navigate] = useLocation();
  const [format, setFormat] = useState<'mp4' | 'webm'>('mp4');
  const [rate, setRate] = useState<string | number>(24);
  const [now, setNow] = useState(false);
  const isEnded = task.endedAt !== null;
  const framesPerSecond = Number(rate);
  const make = useMutation({
    mutationFn: () => api.makeVideo(task.taskId, { format, framesPerSecond, ...(now ? { now } : {}) }),
    onSuccess: ({ taskId }) => {
      notifications.show({
        color: 'teal',
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t('video.made', { taskId })}</Text>
            <Button size="xs" variant="default" onClick={() => navigate(addresses.task(taskId))}>
              {t('video.show')}
            </Button>
          </Group>
        ),
      });
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t('video.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack gap="sm">
          <Select
            label={t('video.format')}
            data={[
              { value: 'mp4', label: t('video.mp4') },
              { value: 'webm', label: t('video.webm') },
            ]}
            value={format}
            allowDeselect={false}
            onChange={(chosen) => setFormat(chosen === 'webm' ? 'webm' : 'mp4')}
          />
          <NumberInput
            label={t('video.framesPerSecond')}
            min={1}
            max={240}
            decimalScale={3}
            value={rate}
            onChange={setRate}
          />
          {!isEnded && (
            <Checkbox
              label={t('video.now')}
              description={t('video.wait')}
              checked={now}
              onChange={(event) => setNow(event.currentTarget.checked)}
            />
          )}
          {make.isError && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              <ErrorText error={make.error} />
            </Text>
          )}
          <Button type="submit" loading={make.isPending} disabled={!(framesPerSecond >= 1)}>
            {t('video.make')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
