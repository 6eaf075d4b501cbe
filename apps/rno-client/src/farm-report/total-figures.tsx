import type { Statistics } from '@renderonline/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../format/use-format.ts';
import { waitText } from './charts/use-value-text.ts';
import { Figures } from './figures.tsx';
import { loadOf } from './load.ts';
import type { Stretch } from './report-range.ts';
import { sumOf } from './sums.ts';

const hourMs = 3_600_000;

interface TotalFiguresProps {
  readonly data: Statistics;
  readonly stretch: Stretch;
  readonly isPart: boolean;
}

/** The whole stretch of time in a few numbers. */
export function TotalFigures({ data, stretch, isPart }: TotalFiguresProps) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const nowMs = useNow(60_000);
  const total = useMemo(() => sumOf(data.entries), [data]);
  const load = useMemo(() => loadOf(data.load), [data]);
  const hours = (Math.min(stretch.toMs, nowMs) - stretch.fromMs) / hourMs;
  const percent = (value: number | null): string => (value === null ? '–' : format.percent(value));
  const { usedByAllFraction, usedFraction, meanWaiting } = load;
  return (
    <Figures
      isDense
      figures={[
        { name: t('measures.usage'), value: percent(usedByAllFraction) },
        ...(isPart ? [{ name: t('share'), value: percent(usedFraction) }] : []),
        { name: t('measures.frames'), value: format.number(total.framesDone) },
        { name: t('framesPerHour'), value: format.number(total.framesDone / hours, 1) },
        { name: t('measures.machineTime'), value: format.duration(total.machineMs) },
        { name: t('columns.meanWaiting'), value: meanWaiting === null ? '–' : format.number(meanWaiting, 1) },
        { name: t('columns.halfWaited'), value: waitText(format, total.halfWaitedMs) },
        { name: t('columns.mostWaited'), value: waitText(format, total.mostWaitedMs) },
        { name: t('tasksEnded'), value: format.number(total.tasksEnded) },
        { name: t('measures.failures'), value: format.number(total.failedAttempts) },
      ]}
    />
  );
}
