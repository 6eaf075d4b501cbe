import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { formatRanges, rangesOf } from '@renderonline/domain';
import { IconDownload, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { archiveAddress } from '../farm/download-address.ts';

interface SelectionBarProps {
  readonly taskId: number;
  /** Ascending. */
  readonly frames: readonly number[];
  readonly onDone: () => void;
}

/** What can be done with the frames that are chosen. */
export function SelectionBar({ taskId, frames, onDone }: SelectionBarProps) {
  const { t } = useTranslation('film');
  const api = useApi();
  const ranges = formatRanges(rangesOf(frames));
  const again = useMutation({
    mutationFn: () => api.requeue(taskId, ranges),
    onSuccess: onDone,
    onError: (error) => {
      notifications.show({ color: 'red', title: t('againFailed'), message: <ErrorText error={error} /> });
    },
  });
  return (
    <Group gap="xs" mt="xs" role="toolbar" aria-label={t('selection')}>
      <Text size="sm" fw={600} truncate maw={260} title={ranges} aria-live="polite">
        {t('selected', { count: frames.length, ranges })}
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={again.isPending}
        onClick={() => again.mutate()}
      >
        {t('again')}
      </Button>
      <Button
        size="xs"
        variant="default"
        component="a"
        href={archiveAddress(taskId, { frames: ranges })}
        download
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('download')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={16} />} onClick={onDone}>
        {t('selectNone')}
      </Button>
    </Group>
  );
}
