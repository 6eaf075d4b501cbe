/** How a reader's language and country write numbers and times. All of it is `Intl`'s doing. */
export interface Format {
  /** `2 h 5 min`, `3.2 s`: the two largest parts. */
  duration(ms: number): string;
  /** The same of a time that is estimated, rounded to what anybody would believe: no seconds of an hour. */
  estimate(ms: number): string;
  /** `12.4 MB`: decimal, as file managers show it. */
  bytes(bytes: number): string;
  number(value: number, maximumFractionDigits?: number): string;
  /** `0.473` → `47 %`. Never 100 before everything is done. */
  percent(fraction: number): string;
  /** Date and time, in the reader's zone. */
  dateTime(time: string | number): string;
  /** Only the time today, only the date before. */
  shortTime(time: string | number, nowMs: number): string;
  /** `3 minutes ago`, `in 2 hours`. */
  relative(time: string | number, nowMs: number): string;
}

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/** @param locale a BCP 47 tag @param timeZone the reader's own unless given */
export function createFormat(locale: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const ofUnit = remembered((key: string) => {
    const [unit = 'second', digits = '0'] = key.split(' ');
    return new Intl.NumberFormat(locale, {
      ...{ style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short' },
      maximumFractionDigits: Number(digits),
    });
  });
  const numbers = remembered(
    (digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }),
  );
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone });
  const days = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  const inTwoParts = (ms: number): string => {
    let left = Math.round(ms / 1000) * 1000;
    const parts: string[] = [];
    for (const [unit, unitMs] of units) {
      const count = Math.floor(left / unitMs);
      if (count > 0) parts.push(ofUnit(`${unit} 0`).format(count));
      // A part that is none ends it, too: "2 days", not "2 days 5 s".
      if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
      left -= count * unitMs;
    }
    return parts.join(' ');
  };

  return {
    duration: (ms) => (ms < 9950 ? ofUnit(`second ${ms < 995 ? 2 : 1}`).format(ms / 1000) : inTwoParts(ms)),
    estimate: (ms) => inTwoParts(believable(ms)),
    bytes(bytes) {
      const power = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
      const value = bytes / 1000 ** power;
      return ofUnit(`${byteUnits[power] ?? 'byte'} ${power > 0 && value < 100 ? 1 : 0}`).format(value);
    },
    number: (value, maximumFractionDigits = 0) => numbers(maximumFractionDigits).format(value),
    percent: (fraction) => percents.format(fraction < 1 ? Math.min(fraction, 0.99) : 1),
    dateTime: (time) => dateTimes.format(new Date(time)),
    shortTime(time, nowMs) {
      const date = new Date(time);
      return days.format(date) === days.format(nowMs) ? times.format(date) : dates.format(date);
    },
    relative(time, nowMs) {
      const ms = new Date(time).getTime() - nowMs;
      const [unit, unitMs] = units.find(([, size]) => Math.abs(ms) >= size) ?? ['second', 1000];
      return relatives.format(Math.trunc(ms / unitMs), unit as Intl.RelativeTimeFormatUnit);
    },
  };
}

function believable(ms: number): number {
  const stepMs = ms < 10_000 ? 1000 : ms < 120_000 ? 5000 : ms < 3_600_000 ? 60_000 : 600_000;
  return Math.max(stepMs, Math.round(ms / stepMs) * stepMs);
}

function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const values = new Map<Key, Value>();
  return (key) => {
    const value = values.get(key) ?? make(key);
    values.set(key, value);
    return value;
  };
}
