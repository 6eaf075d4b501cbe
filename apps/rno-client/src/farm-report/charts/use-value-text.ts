import { useCallback } from 'react';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../format/use-format.ts';
import type { Measure } from './measures.ts';

/** Writes values of a unit. */
export function useValueText(unit: Measure['unit']): (value: number) => string {
  const format = useFormat();
  return useCallback(
    (value: number) => {
      if (unit === 'percent') return format.percent(value);
      return unit === 'duration' ? format.duration(value) : format.number(value, value < 10 ? 1 : 0);
    },
    [unit, format],
  );
}

/** How long tasks waited is told from counts, and not to the second. */
export function waitText(format: Format, ms: number | null): string {
  if (ms === null) return '–';
  return ms < 10_000 ? format.duration(ms) : format.estimate(ms);
}
