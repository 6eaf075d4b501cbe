import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TaskSnapshot } from '@renderonline/contract';
import { formatRanges, rangesOf } from '@renderonline/domain';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { enginesQuery } from '../../farm/engines-query.ts';
import { useFrameTable } from '../../film/use-frame-table.ts';
import { useFormat } from '../../format/use-format.ts';
import { conversionOf, formats, mostConversions, readFormat } from './conversion.ts';

interface ConvertDialogProps {
  readonly task: TaskSnapshot;
  readonly close: () => void;
}

/** Has the frames that are done written in another format, by tasks of their own. */
export function ConvertDialog({ task: { taskId }, close }: ConvertDialogProps) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  const api = useApi();
  const format = useFormat();
  const { table } = useFrameTable(taskId);
  const [name, setName] = useState(readFormat(null));
  const engines = useQuery(enginesQuery(api));
  const done = table.frames.filter((frame) => table.cells.get(frame)?.state === 'done');
  const ranges = rangesOf(done);
  const convert = useMutation({
    mutationFn: async (engineId: number) => {
      for (const range of ranges) await api.addStep(taskId, conversionOf(engineId, name, range));
    },
    onSuccess: () => {
      notifications.show({ color: 'teal', message: t('convert.made') });
      close();
    },
  });
  const engine = engines.data?.find((known) => known.name === 'ffmpeg-images');
  const problem =
    engines.data !== undefined && engine === undefined ? (
      t('convert.noEngine')
    ) : ranges.length > mostConversions ? (
      t('convert.tooManyGaps', { ranges: formatRanges(ranges).slice(0, 60) })
    ) : convert.isError ? (
      <ErrorText error={convert.error} />
    ) : undefined;
  return (
    <Modal
      opened
      onClose={close}
      title={t('convert.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (engine !== undefined) convert.mutate(engine.engineId);
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('convert.hint', { count: done.length, shown: format.number(done.length) })}
          </Text>
          <Select
            label={t('convert.format')}
            data={formats.map((value) => ({ value, label: value.toUpperCase() }))}
            value={name}
            allowDeselect={false}
            onChange={(chosen) => setName(readFormat(chosen))}
          />
          {problem !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {problem}
            </Text>
          )}
          <Button
            type="submit"
            loading={convert.isPending}
            disabled={engine === undefined || ranges.length === 0 || ranges.length > mostConversions}
          >
            {t('convert.make')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
