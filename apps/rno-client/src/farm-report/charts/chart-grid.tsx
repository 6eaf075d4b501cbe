import { Card, Skeleton, Text, Title, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import type { Sums } from '../sums.ts';
import { measures } from './measures.ts';
import { useTimeText } from './use-time-text.ts';
import classes from '../farm-report.module.css';

const Chart = lazy(() => import('./chart.tsx'));

interface ChartGridProps {
  readonly sums: readonly (Sums & { readonly startMs: number })[];
  readonly bucket: 'hour' | 'day';
}

/** Every measure over time, each in a chart of its own. */
export function ChartGrid({ sums, bucket }: ChartGridProps) {
  return (
    <div className={classes.charts}>
      {measures.map((measure) => (
        <OneChart key={measure.name} measure={measure} sums={sums} bucket={bucket} />
      ))}
    </div>
  );
}

function OneChart({
  measure,
  sums,
  bucket,
}: ChartGridProps & { readonly measure: (typeof measures)[number] }) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const scheme = useComputedColorScheme('light');
  const timeText = useTimeText(bucket);
  const times = useMemo(() => sums.map(({ startMs }) => startMs), [sums]);
  const values = useMemo(() => sums.map(measure.value), [sums, measure]);
  const valueText = useCallback(
    (value: number) => (measure.unit === 'duration' ? format.duration(value) : format.number(value, 1)),
    [measure, format],
  );
  const title = t(`measures.${measure.name}`);
  return (
    <Card withBorder bg="var(--surface)" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t(`units.${measure.name}`, { per: t(`per.${bucket}`) })}
      </Text>
      <div role="img" aria-label={t('chart', { title })}>
        <Suspense fallback={<Skeleton h={190} />}>
          <Chart {...{ times, values, timeText, valueText, scheme }} colour={measure.colour} />
        </Suspense>
      </div>
    </Card>
  );
}
