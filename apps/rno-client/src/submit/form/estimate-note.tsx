import { Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { TaskEstimateRequest, TaskEstimateView } from '@renderonline/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../farm/api-provider.tsx';
import { useFormat } from '../../format/use-format.ts';

/** Not with every letter that is typed. */
const askedAfterMs = 400;
/** Others submit, and machines come and go. */
const askedEveryMs = 30_000;

/** When the task would be ready, while one fills in its form. @param request undefined while that is not complete */
export function EstimateNote({ request }: { readonly request: TaskEstimateRequest | undefined }) {
  const api = useApi();
  const [asked] = useDebouncedValue(JSON.stringify(request ?? null), askedAfterMs);
  const { data } = useQuery({
    queryKey: ['task-estimate', asked],
    queryFn: ({ signal }) => api.estimate(JSON.parse(asked) as TaskEstimateRequest, { signal }),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    refetchInterval: askedEveryMs,
  });
  if (request === undefined && data === undefined) return null;
  return (
    <Paper bg="var(--surface-sunken)" p="sm" aria-live="polite" aria-busy={data === undefined}>
      {data === undefined ? <Skeleton h={44} /> : <Estimate {...data} />}
    </Paper>
  );
}

function Estimate({ etaMs, waitMs, machines, basis }: TaskEstimateView) {
  const { t } = useTranslation('submit');
  const format = useFormat();
  const notes: string[] = [];
  if (machines === 0) {
    return (
      <Group gap="xs" wrap="nowrap" c="var(--state-paused)">
        <IconAlertTriangle size={18} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm">{t('estimate.noMachine')}</Text>
      </Group>
    );
  }
  if (machines !== null) notes.push(t('estimate.machines', { count: machines }));
  if (waitMs !== null && waitMs.high >= 5000) {
    notes.push(t('estimate.waits', { time: rangeText(waitMs, format, t) }));
  }
  if (etaMs !== null && basis !== null) {
    notes.push(basis === 'scene' ? t('estimate.fromFile') : t('estimate.fromEngine'));
  }
  return (
    <Stack gap={2}>
      {etaMs === null ? (
        <Text size="sm">{t('estimate.unknown')}</Text>
      ) : (
        <Text size="sm">
          {t('estimate.title')}{' '}
          <Text span fw={700} className="tabular">
            {rangeText(etaMs, format, t)}
          </Text>
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {notes.join(' · ')}
      </Text>
    </Stack>
  );
}

/** One time where the two look alike. */
function rangeText(
  { low, high }: { readonly low: number; readonly high: number },
  format: ReturnType<typeof useFormat>,
  t: ReturnType<typeof useTranslation<'submit'>>['t'],
): string {
  const [from, to] = [format.estimate(low), format.estimate(high)];
  return from === to ? from : t('estimate.range', { low: from, high: to });
}
