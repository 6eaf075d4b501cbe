import { Button, Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconSearch, IconTerminal2 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { logAddress, saveFrom } from '../../farm/download-address.ts';
import type { SectionProps } from '../sections.tsx';
import { readTaskId, withValue } from '../task-address.ts';
import { useBarTexts } from '../timeline/use-bar-texts.ts';
import { FoundLines } from './found-lines.tsx';
import { HitBar } from './hit-bar.tsx';
import { HitPane } from './hit-pane.tsx';
import { LogPane } from './log-pane.tsx';
import { isAtLeast, type LogLevel } from './read-line.ts';
import { textOfRows } from './text-of-rows.ts';
import { useHits } from './use-hits.ts';
import { useLog } from './use-log.ts';

const levels = ['all', 'warning', 'error'] as const;
/** Whoever types is not searched for letter by letter. */
const typingMs = 300;

/** What renderers say, as they say it: all of it or of one attempt, searched, and to take away. */
export default function Log({ task: { taskId }, view: { attempts } }: SectionProps) {
  const { t } = useTranslation('task');
  const texts = useBarTexts();
  const [search, setSearch] = useSearchParams();
  const attemptId = readTaskId(search.get('attempt') ?? '');
  const level = levels.find((known) => known === search.get('level')) ?? 'all';
  const text = search.get('text') ?? '';
  const [wanted] = useDebouncedValue(text.trim(), typingMs);
  const hits = useHits(taskId, attemptId, wanted);
  const { hit, match, found } = hits;
  const log = useLog(taskId, hit?.attemptId ?? attemptId);
  const { lines, state, error } = log;
  /** What is searched for otherwise has other hits. */
  const set = (name: string, value: string): void =>
    setSearch((before) => withValue(withValue(before, 'hit', ''), name, value), { replace: true });
  const rows = useMemo(() => {
    const least: LogLevel = level === 'all' ? 'plain' : level;
    if (least === 'plain') return lines.rows;
    return lines.rows.filter((row) => row.kind === 'line' && isAtLeast(row.level, least));
  }, [lines, level]);
  const choices = useMemo(
    () =>
      attempts.toReversed().map(({ attemptId: id, machine, ...frames }) => ({
        value: String(id),
        label: t('log.attemptOf', {
          ...{ attemptId: id, frames: texts.frames(frames), machine: machine?.name ?? t('timeline.removed') },
        }),
      })),
    // Its words change with the language alone, which `t` tells.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [attempts, t],
  );
  const download = (): void => {
    if (attemptId !== undefined) {
      saveFrom(logAddress(taskId, attemptId));
      return;
    }
    const address = URL.createObjectURL(new Blob([textOfRows(lines.rows)], { type: 'text/plain' }));
    saveFrom(address, `task-${taskId}.log`);
    // The browser has begun by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return (
    <section aria-label={t('log.title')}>
      <Group gap="sm" mb="sm">
        <TextInput
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={200}
          value={text}
          onChange={(event) => set('text', event.currentTarget.value)}
          onKeyDown={hits.stepByKey}
          style={{ flex: '1 1 200px', maxWidth: 360 }}
        />
        <Select
          aria-label={t('log.attempt')}
          data={[{ value: '', label: t('log.allAttempts') }, ...choices]}
          value={attemptId === undefined ? '' : String(attemptId)}
          allowDeselect={false}
          onChange={(chosen) => set('attempt', chosen ?? '')}
          style={{ flex: '1 1 200px', maxWidth: 320 }}
        />
        <SegmentedControl
          aria-label={t('log.level')}
          data={levels.map((value) => ({ value, label: t(`log.levels.${value}`) }))}
          value={level}
          onChange={(value) => set('level', value === 'all' ? '' : value)}
          size="xs"
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          disabled={lines.rows.length === 0}
          onClick={download}
        >
          {t('log.download')}
        </Button>
      </Group>
      {error !== null && <FailureNote error={error} />}
      {text.trim() !== '' && (
        <HitBar
          {...{ found, hit, step: hits.step }}
          showAll={() => set('hit', '')}
          end={() => set('text', '')}
        />
      )}
      {text.trim() !== '' ? (
        found.error !== null ? (
          <FailureNote error={found.error} retry={found.retry} />
        ) : match === undefined ? (
          <FoundLines found={found} />
        ) : (
          <HitPane {...{ log, match, text: wanted, stepByKey: hits.stepByKey }} />
        )
      ) : lines.rows.length === 0 && state !== 'connecting' && error === null ? (
        <EmptyNote icon={IconTerminal2} title={t('log.none')} text={t('log.noneText')} />
      ) : rows.length === 0 && state !== 'connecting' && error === null ? (
        <Text c="dimmed">{t('log.noneOfLevel')}</Text>
      ) : (
        <LogPane rows={rows} dropped={lines.dropped} state={state} />
      )}
    </section>
  );
}
