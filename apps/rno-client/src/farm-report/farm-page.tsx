import { Stack, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { PageHead } from '../elements/page-head.tsx';
import { useNow } from '../format/use-format.ts';
import { useIsAdmin } from '../session/session-provider.tsx';
import { ByName } from './by-name.tsx';
import { FarmNow } from './farm-now.tsx';
import { OverTime } from './over-time.tsx';
import { readReportQuery, stretchOf, writeReportQuery, type ReportQuery } from './report-range.ts';
import { StorageSection } from './storage/storage-section.tsx';
import { useNames } from './use-names.ts';
import { recordedEveryMs, useReport } from './use-report.ts';

/** What the farm does and has done, for whom, and how much room it takes. */
export default function FarmPage() {
  const { t } = useTranslation('farm');
  const isAdmin = useIsAdmin();
  const names = useNames();
  const [search, setSearch] = useSearchParams();
  const asked = readReportQuery(search);
  // An address of an admin's, opened by somebody else, shows their own.
  const query = isAdmin ? asked : { ...asked, userId: undefined };
  const nowMs = useNow(recordedEveryMs);
  const endMs = stretchOf(query.range, nowMs).toMs;
  // The same until the next hour or day begins.
  const stretch = useMemo(() => stretchOf(query.range, endMs - 1), [query.range, endMs]);
  const report = useReport(stretch, query);
  const change = (changes: Partial<ReportQuery>): void => {
    setSearch(writeReportQuery({ ...query, ...changes }), { replace: true });
  };
  const entries = report.byName.data?.entries ?? [];
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
        <OverTime {...{ report, query, change, names }} />
        {entries.length > 0 && <ByName entries={entries} names={names} />}
        <StorageSection />
      </Stack>
    </>
  );
}
