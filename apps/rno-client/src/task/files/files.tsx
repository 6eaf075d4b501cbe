import { Anchor, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { IconFileOff, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useFormat } from '../../format/use-format.ts';
import { archiveAddress } from '../../farm/download-address.ts';
import type { SectionProps } from '../sections.tsx';
import { withValue } from '../task-address.ts';
import { FileTable } from './file-table.tsx';
import { useOutputs } from './use-outputs.ts';

/** What the task has produced so far, file by file. */
export default function Files({ task }: SectionProps) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const { outputs, error, retry } = useOutputs(task.taskId);
  const [search, setSearch] = useSearchParams();
  const text = search.get('name') ?? '';
  const wanted = useDeferredValue(text).trim().toLowerCase();
  const found = useMemo(
    () => outputs?.filter(({ path }) => path.toLowerCase().includes(wanted)) ?? [],
    [outputs, wanted],
  );
  const bytes = useMemo(() => found.reduce((sum, { size }) => sum + size, 0), [found]);
  if (outputs === undefined) {
    return error === null ? <Skeleton h={240} /> : <FailureNote error={error} retry={retry} />;
  }
  if (outputs.length === 0) {
    return <EmptyNote icon={IconFileOff} title={t('files.none')} text={t('files.noneText')} />;
  }
  return (
    <section aria-label={t('files.title')}>
      <Group justify="space-between" mb="sm" gap="sm">
        <TextInput
          aria-label={t('files.filter')}
          placeholder={t('files.filter')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => {
            const name = event.currentTarget.value;
            setSearch((before) => withValue(before, 'name', name), { replace: true });
          }}
          style={{ flex: '1 1 200px', maxWidth: 360 }}
        />
        <Group gap="md">
          <Text size="sm" c="dimmed" className="tabular" aria-live="polite">
            {t('files.total', {
              count: found.length,
              shown: format.number(found.length),
              size: format.bytes(bytes),
            })}
          </Text>
          <Anchor size="sm" underline="always" href={archiveAddress(task.taskId)} download>
            {t('actions.downloadAll')}
          </Anchor>
        </Group>
      </Group>
      {found.length === 0 ? (
        <Text c="dimmed">{t('files.nothing')}</Text>
      ) : (
        <FileTable taskId={task.taskId} outputs={found} />
      )}
    </section>
  );
}
