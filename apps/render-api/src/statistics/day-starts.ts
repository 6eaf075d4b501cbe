import { domainError } from '@renderonline/domain';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Longer than any day, and shorter than two. */
const longestDayMs = 30 * 60 * minuteMs;

/**
 * The first moments of the days that a stretch of time lies in, ascending, as calendars of a zone have them: 23 or 25 hours
 * long where clocks change, and not always from midnight on.
 *
 * @param timeZone a name of the IANA
 * @throws 'request-invalid' for a zone that is none
 */
export function dayStartsIn(
  timeZone: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number[] {
  const dateOf = datesIn(timeZone);
  /** The first whole minute of the date of a moment, no earlier than a moment of another date. */
  const firstOf = (ms: number, beforeMs: number): number => {
    const date = dateOf(ms);
    let [before, within] = [Math.floor(beforeMs / minuteMs), Math.floor(ms / minuteMs)];
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2);
      if (dateOf(middle * minuteMs) === date) within = middle;
      else before = middle;
    }
    return within * minuteMs;
  };
  const starts = [firstOf(fromMs, fromMs - longestDayMs)];
  for (let last = starts[0] ?? fromMs; ;) {
    const next = last + dayMs;
    // Most days begin a day after the one before.
    const isUsual = dateOf(next - minuteMs) === dateOf(last) && dateOf(next) !== dateOf(last);
    last = isUsual ? next : firstOf(last + longestDayMs, last);
    if (last >= toMs) return starts;
    starts.push(last);
  }
}

function datesIn(timeZone: string): (ms: number) => string {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', calendar: 'gregory' });
    return (ms) => format.format(ms);
  } catch (error) {
    throw domainError(
      'request-invalid',
      '`timeZone` must be the name of one, such as Europe/Amsterdam.',
      {},
      error,
    );
  }
}
