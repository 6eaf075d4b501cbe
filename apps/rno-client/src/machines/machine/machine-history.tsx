import { Alert, Group, List, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useFormat, useNow } from '../../format/use-format.ts';
import { useIsAdmin } from '../../session/session-provider.tsx';
import { AttemptList } from './attempt-list.tsx';
import { failuresByCause, historyHours, readHours } from './history.ts';
import { Timeline } from './timeline.tsx';
import { useAttempts } from './use-attempts.ts';
import { useCauseText } from './use-cause-text.ts';

/** What a machine has done lately, along a line of time, by causes of failures, and as a list. */
export function MachineHistory({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const causeText = useCauseText();
  const nowMs = useNow();
  const [search, setSearch] = useSearchParams();
  const hours = readHours(search);
  const { data, error, isPending, refetch, older } = useAttempts(machine, hours);
  const fromMs = nowMs - hours * 3_600_000;
  const isWithin = ({ grantedAt }: { readonly grantedAt: string }): boolean =>
    Date.parse(grantedAt) >= fromMs;
  const attempts = data?.attempts ?? [];
  const lately = attempts.filter(isWithin);
  const failures = failuresByCause(lately);
  const nextBefore = data?.nextBefore ?? null;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('history')}
        </Title>
        <SegmentedControl
          aria-label={t('range')}
          size="xs"
          data={historyHours.map((value) => ({ value: String(value), label: t(`hours.of${value}`) }))}
          value={String(hours)}
          onChange={(value) => setSearch(value === '24' ? '' : { hours: value }, { replace: true })}
        />
      </Group>
      {!isAdmin && (
        <Text size="sm" c="dimmed">
          {t('ownOnly')}
        </Text>
      )}
      {error !== null && data === undefined && <FailureNote error={error} retry={refetch} />}
      {isPending && <Skeleton h={120} aria-busy />}
      {data !== undefined && lately.length === 0 && <Text c="dimmed">{t('noHistory')}</Text>}
      {lately.length > 0 && <Timeline attempts={lately} fromMs={fromMs} toMs={nowMs} />}
      {failures.length > 0 && (
        <Alert color="red" variant="light" title={t('failures')}>
          <List size="sm">
            {failures.map(({ cause, count }) => (
              <List.Item key={cause}>{`${format.number(count)} × ${causeText(cause)}`}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {nextBefore !== null && lately.length === attempts.length && (
        <Text size="sm" c="dimmed">
          {t('cut', { shown: format.number(attempts.length) })}
        </Text>
      )}
      {attempts.length > 0 && (
        <AttemptList
          attempts={attempts}
          isLoading={older.isPending}
          error={older.error}
          loadOlder={nextBefore === null ? undefined : () => older.mutate(nextBefore)}
        />
      )}
    </Stack>
  );
}
