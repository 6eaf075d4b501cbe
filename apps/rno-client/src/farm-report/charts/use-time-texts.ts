import { useMemo } from 'react';
import { useLocale } from '../../format/use-format.ts';
import type { Range } from '../report-range.ts';

/** How moments are called in the reader's zone. */
export interface TimeTexts {
  /** Below a chart, where the others are near. */
  readonly short: (ms: number) => string;
  /** Where it stands alone. */
  readonly whole: (ms: number) => string;
}

const short: Readonly<Record<Range, Intl.DateTimeFormatOptions>> = {
  '24h': { hour: '2-digit', minute: '2-digit' },
  '7d': { weekday: 'short', day: 'numeric' },
  '30d': { day: 'numeric', month: 'short' },
};
const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const whole: Readonly<Record<Range, Intl.DateTimeFormatOptions>> = {
  '24h': { ...day, ...short['24h'] },
  '7d': { ...day, ...short['24h'] },
  '30d': day,
};

export function useTimeTexts(range: Range): TimeTexts {
  const locale = useLocale();
  return useMemo(() => {
    const formatOf = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
    const [shortFormat, wholeFormat] = [formatOf(short[range]), formatOf(whole[range])];
    return { short: (ms) => shortFormat.format(ms), whole: (ms) => wholeFormat.format(ms) };
  }, [locale, range]);
}
