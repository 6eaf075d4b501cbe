import { Group, Skeleton, Stack, Switch, Text, Title } from '@mantine/core';
import { IconClockPlay } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { useFrameTable } from '../../film/use-frame-table.ts';
import { useFormat, useNow } from '../../format/use-format.ts';
import type { SectionProps } from '../sections.tsx';
import { withValue } from '../task-address.ts';
import { BarTable } from './bar-table.tsx';
import { frameTimesOf, type FrameTimes } from './frame-times.ts';
import { TimelineChart } from './timeline-chart.tsx';
import { layTimeline } from './timeline-layout.ts';

const FrameTimePlot = lazy(() => import('./frame-time-plot.tsx'));

/** So many attempts RenderAPI tells of. */
const mostAttempts = 1000;

/** Which machine rendered what when, and how long each frame took. */
export default function Timeline({ task, view }: SectionProps) {
  const { t } = useTranslation('task');
  const [search, setSearch] = useSearchParams();
  const { table } = useFrameTable(task.taskId);
  const ticking = useNow(1000);
  const { attempts } = view;
  const nowMs = task.endedAt === null ? ticking : Date.parse(task.endedAt);
  const layout = useMemo(() => layTimeline(attempts, table.cells, nowMs), [attempts, table, nowMs]);
  const times = useMemo(() => frameTimesOf(table.frames, table.cells), [table]);
  const [pointed, setPointed] = useState<number | null>(null);
  const isTable = search.get('view') === 'table';
  if (layout.lanes.length === 0) {
    return <EmptyNote icon={IconClockPlay} title={t('timeline.none')} text={t('timeline.noneText')} />;
  }
  return (
    <Stack gap="xl">
      <section aria-label={t('timeline.title')}>
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h5">
            {t('timeline.title')}
          </Title>
          <Switch
            label={t('timeline.asTable')}
            checked={isTable}
            onChange={(event) => {
              const value = event.currentTarget.checked ? 'table' : '';
              setSearch((before) => withValue(before, 'view', value), { replace: true });
            }}
          />
        </Group>
        {isTable ? <BarTable layout={layout} /> : <TimelineChart layout={layout} />}
        {attempts.length >= mostAttempts && (
          <Text size="xs" c="dimmed" mt="xs">
            {t('timeline.newest')}
          </Text>
        )}
      </section>
      <section aria-label={t('timeline.times')}>
        <Title order={2} size="h5" mb="xs">
          {t('timeline.times')}
        </Title>
        {times === undefined ? (
          <Text size="sm" c="dimmed">
            {t('timeline.timesNone')}
          </Text>
        ) : (
          <>
            <Suspense fallback={<Skeleton h={240} />}>
              <FrameTimePlot times={times} onPoint={setPointed} />
            </Suspense>
            <Summary times={times} pointed={pointed} />
          </>
        )}
      </section>
    </Stack>
  );
}

interface SummaryProps {
  readonly times: FrameTimes;
  /** The time that the pointer is at. */
  readonly pointed: number | null;
}

/** The plot in words: what the pointer is at, else all of it. */
function Summary({ times, pointed }: SummaryProps) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const { frames, seconds, fastest, slowest, medianMs } = times;
  const [frame, time] = pointed === null ? [] : [frames[pointed], seconds[pointed]];
  return (
    <Text size="sm" c="dimmed" mt="xs" className="tabular">
      {frame === undefined || time === undefined
        ? t('timeline.timesSummary', {
            ...{ fastest: format.duration(fastest.ms), fastestFrame: fastest.frame },
            ...{ slowest: format.duration(slowest.ms), slowestFrame: slowest.frame },
            middle: format.duration(medianMs),
          })
        : t('timeline.timeOf', { frame, time: format.duration(time * 1000) })}
    </Text>
  );
}
