import { Card, Skeleton, Text, Title, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure, Moment } from './measures.ts';
import type { TimeTexts } from './use-time-texts.ts';
import { useValueText } from './use-value-text.ts';
import classes from '../farm-report.module.css';

const Chart = lazy(() => import('./chart.tsx'));

interface MeasureChartProps {
  readonly measure: Measure;
  readonly moments: readonly Moment[];
  readonly bucket: 'hour' | 'day';
  readonly timeTexts: TimeTexts;
}

/** One measure over time, and what it was at the moment that is pointed at. */
export function MeasureChart({ measure, moments, bucket, timeTexts }: MeasureChartProps) {
  const { t } = useTranslation('farm');
  const scheme = useComputedColorScheme('light');
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const times = useMemo(() => moments.map(({ startMs }) => startMs), [moments]);
  const values = useMemo(() => measure.lines.map(({ value }) => moments.map(value)), [moments, measure]);
  const valueText = useValueText(measure.unit);
  const title = t(`measures.${measure.name}`);
  const isNothing = values.flat().every((value) => value === null || value === 0);
  const pointed = pointedAt === null ? undefined : moments[pointedAt];
  return (
    <Card withBorder bg="var(--surface)" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed">
        {t(`units.${measure.name}`, { per: t(`per.${bucket}`) })}
      </Text>
      <div className={classes.legend} style={{ color: `var(${measure.colour})` }}>
        {measure.lines.toReversed().map(({ name, value }, index) => (
          <span key={name} className={classes.legendEntry}>
            {measure.lines.length > 1 && (
              <>
                <span className={classes.swatch} data-is-pale={index > 0} aria-hidden />
                {t(`lines.${name}`)}
              </>
            )}
            {pointed !== undefined && <strong>{textOf(value(pointed), valueText)}</strong>}
          </span>
        ))}
        {pointed !== undefined && (
          <span className={classes.pointedAt}>{timeTexts.whole(pointed.startMs)}</span>
        )}
      </div>
      {isNothing ? (
        <div className={classes.nothing}>{t(`nothing.${measure.name}`)}</div>
      ) : (
        <div role="img" aria-label={t('chart', { title })}>
          <Suspense fallback={<Skeleton h={180} />}>
            <Chart
              {...{ times, values, valueText, scheme }}
              timeText={timeTexts.short}
              unit={measure.unit}
              colour={measure.colour}
              onPoint={setPointedAt}
            />
          </Suspense>
        </div>
      )}
    </Card>
  );
}

function textOf(value: number | null, valueText: (value: number) => string): string {
  return value === null ? '–' : valueText(value);
}
