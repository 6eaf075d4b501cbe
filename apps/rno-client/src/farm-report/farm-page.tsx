import { Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { FailureNote } from '../elements/failure-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useFormat, useNow } from '../format/use-format.ts';
import { useIsAdmin } from '../session/session-provider.tsx';
import { ByName } from './by-name.tsx';
import { ChartGrid } from './charts/chart-grid.tsx';
import { SumsTable } from './charts/sums-table.tsx';
import { useTimeText } from './charts/use-time-text.ts';
import { FarmNow } from './farm-now.tsx';
import { Figures } from './figures.tsx';
import { ranges, readReportQuery, stretchOf, writeReportQuery, type ReportQuery } from './report-range.ts';
import { StorageSection } from './storage/storage-section.tsx';
import { sumOf, sumsByTime } from './sums.ts';

/** Sums change slowly: once a minute is often enough while somebody looks. */
const readEveryMs = 60_000;

/** What the farm does and has done, for whom, and how much room it takes. */
export default function FarmPage() {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const api = useApi();
  const [search, setSearch] = useSearchParams();
  const query = readReportQuery(search);
  const nowMs = useNow(readEveryMs);
  const stretch = useMemo(() => stretchOf(query.range, nowMs), [query.range, nowMs]);
  const { fromMs, toMs, bucket } = stretch;
  const timeText = useTimeText(bucket);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['statistics', fromMs, toMs, bucket],
    queryFn: ({ signal }) =>
      api.statistics(
        { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), bucket },
        { signal },
      ),
    refetchInterval: readEveryMs,
    placeholderData: keepPreviousData,
  });
  const entries = useMemo(() => data?.entries ?? [], [data]);
  const sums = useMemo(() => sumsByTime(entries, stretch), [entries, stretch]);
  const total = useMemo(() => sumOf(entries), [entries]);
  const change = (changes: Partial<ReportQuery>): void => {
    setSearch(writeReportQuery({ ...query, ...changes }), { replace: true });
  };
  const hours = (toMs - fromMs) / 3_600_000;
  return (
    <>
      <PageHead title={t('title')} />
      <Stack gap="xl">
        <Stack component="section" gap="sm">
          <Title order={2} size="h4">
            {t('now.title')}
          </Title>
          <FarmNow />
        </Stack>
        <Stack component="section" gap="sm">
          <Group justify="space-between">
            <Title order={2} size="h4">
              {t('overTime')}
            </Title>
            <Group gap="xs">
              <SegmentedControl
                aria-label={t('range')}
                data={ranges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
                value={query.range}
                onChange={(value) => change({ range: ranges.find((range) => range === value) ?? '7d' })}
              />
              <SegmentedControl
                aria-label={t('view')}
                data={[
                  { value: 'charts', label: t('charts') },
                  { value: 'table', label: t('table') },
                ]}
                value={query.view}
                onChange={(view) => change({ view: view === 'table' ? 'table' : 'charts' })}
              />
            </Group>
          </Group>
          <Text size="sm" c="dimmed">
            {isAdmin ? t('ofAll') : t('ofOwn')}
          </Text>
          {error !== null && data === undefined && <FailureNote error={error} retry={refetch} />}
          {isPending && <Skeleton h={420} aria-busy />}
          {data !== undefined && (
            <>
              <Figures
                figures={[
                  { name: t('measures.frames'), value: format.number(total.framesDone) },
                  { name: t('framesPerHour'), value: format.number(total.framesDone / hours, 1) },
                  { name: t('measures.machineTime'), value: format.duration(total.machineMs) },
                  {
                    name: t('measures.waiting'),
                    value: total.meanWaitingMs === null ? '–' : format.duration(total.meanWaitingMs),
                  },
                  { name: t('tasksEnded'), value: format.number(total.tasksEnded) },
                  { name: t('measures.failures'), value: format.number(total.failedAttempts) },
                ]}
              />
              {query.view === 'charts' ? (
                <ChartGrid sums={sums} bucket={bucket} />
              ) : (
                <SumsTable
                  caption={t('overTime')}
                  firstColumn={t(`per.${bucket}`)}
                  rows={sums.map((of) => ({ key: of.startMs, name: timeText(of.startMs), sums: of }))}
                />
              )}
            </>
          )}
        </Stack>
        {entries.length > 0 && <ByName entries={entries} />}
        <StorageSection />
      </Stack>
    </>
  );
}
