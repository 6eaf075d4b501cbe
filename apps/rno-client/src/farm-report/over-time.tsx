import { Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconChartHistogram } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../elements/empty-note.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { useIsAdmin } from '../session/session-provider.tsx';
import { ChartGrid } from './charts/chart-grid.tsx';
import { SumsTable } from './charts/sums-table.tsx';
import { useTimeTexts } from './charts/use-time-texts.ts';
import { loadByTime } from './load.ts';
import { ReportControls } from './report-controls.tsx';
import type { ReportQuery } from './report-range.ts';
import { sumsByTime } from './sums.ts';
import { TotalFigures } from './total-figures.tsx';
import type { Names } from './use-names.ts';
import type { useReport } from './use-report.ts';

interface OverTimeProps {
  readonly report: ReturnType<typeof useReport>;
  readonly query: ReportQuery;
  readonly change: (changes: Partial<ReportQuery>) => void;
  readonly names: Names;
}

/** What the farm did by the hour or day, as charts or as a table. */
export function OverTime({ report, query, change, names }: OverTimeProps) {
  const { t } = useTranslation('farm');
  const isAdmin = useIsAdmin();
  const timeTexts = useTimeTexts(query.range);
  const { data, error, isPending, refetch } = report.byTime;
  const moments = useMemo(() => {
    if (data === undefined) return [];
    const load = loadByTime(data.load, data.stretch);
    return sumsByTime(data.entries, data.stretch).flatMap((sums, place) => {
      const of = load[place];
      return of === undefined ? [] : [{ ...sums, ...of }];
    });
  }, [data]);
  const isPart = !isAdmin || query.userId !== undefined || query.engineId !== undefined;
  const isNothing =
    data?.entries.length === 0 &&
    data.load.every(({ onlineMs, asked }) => onlineMs + asked.maxWaitingFrames === 0);
  const entries = report.byName.data?.entries ?? [];
  return (
    <Stack component="section" gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('overTime')}
        </Title>
        <ReportControls {...{ query, change, entries, names }} />
      </Group>
      <Text size="sm" c="dimmed">
        {isAdmin ? t('ofAll') : t('ofOwn')}
      </Text>
      {error !== null && data === undefined && <FailureNote error={error} retry={refetch} />}
      {isPending && <Skeleton h={420} aria-busy />}
      {isNothing && <EmptyNote icon={IconChartHistogram} title={t('empty.title')} text={t('empty.text')} />}
      {data !== undefined && !isNothing && (
        <>
          <TotalFigures data={data} stretch={data.stretch} isPart={isPart} />
          {query.view === 'charts' ? (
            <ChartGrid {...{ moments, timeTexts, isPart }} bucket={data.stretch.bucket} />
          ) : (
            <SumsTable
              caption={t('overTime')}
              firstColumn={t(`columns.${data.stretch.bucket}`)}
              rows={moments.toReversed().map((of) => ({
                ...{ key: of.startMs, name: timeTexts.whole(of.startMs), sums: of, load: of },
              }))}
            />
          )}
        </>
      )}
    </Stack>
  );
}
