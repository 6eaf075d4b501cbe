import { domainError } from '../errors/domain-error.ts';
import { minutesOfDay, scheduleOf, weekdayNames } from './weekly-schedule.ts';
import type { SchedulePeriod, WeeklySchedule } from './weekly-schedule.ts';

/** Far more than anybody writes by hand. */
const longestSchedule = 1000;

const timesPattern = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;

/**
 * Reads a schedule such as `mon-fri 18:00-08:00; sat,sun`: parts with semicolons between them, each with days and
 * the times of these days (several with commas), or the whole days. Times that end before they begin run into
 * the next day. Case and spaces do not matter.
 *
 * @throws DomainError `schedule-invalid` with the part that cannot be read and how it is written
 */
export function parseWeeklySchedule(text: string): WeeklySchedule {
  if (text.length > longestSchedule) throw invalid(`${text.slice(0, 40)}…`, 'is too long');
  const parts = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw invalid(text.trim(), 'names no day');
  return scheduleOf(parts.flatMap(parsePart));
}

function parsePart(part: string): SchedulePeriod[] {
  const compact = part.replace(/\s*([,-])\s*/g, '$1').replace(/\s+/g, ' ');
  const [daysText = '', timesText, ...rest] = compact.split(' ');
  if (rest.length > 0) throw invalid(part, 'has more than days and times');
  const days = daysText.split(',').flatMap((text) => parseDays(text, part));
  const times =
    timesText === undefined
      ? [{ fromMinute: 0, toMinute: minutesOfDay }]
      : timesText.split(',').map((text) => parseTimes(text, part));
  return days.flatMap((day) =>
    times.map(({ fromMinute, toMinute }) => ({
      fromMinute: day * minutesOfDay + fromMinute,
      toMinute: day * minutesOfDay + toMinute,
    })),
  );
}

/** Days as numbers from Monday. `fri-mon` runs over the weekend. */
function parseDays(text: string, part: string): number[] {
  const [first = -1, last = first, ...rest] = text.split('-').map((name) => dayOf(name, part));
  if (rest.length > 0) throw invalid(part, 'has a range of days with three ends');
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (first + index) % 7);
}

function dayOf(name: string, part: string): number {
  const day = weekdayNames.findIndex((known) => known === name);
  if (day < 0) throw invalid(part, `has "${name}" where a day is expected`);
  return day;
}

function parseTimes(text: string, part: string): SchedulePeriod {
  const [, fromHour, fromMinute, toHour, toMinute] = timesPattern.exec(text) ?? [];
  const from = minuteOf(fromHour, fromMinute);
  const to = minuteOf(toHour, toMinute);
  if (from === undefined || to === undefined || from === minutesOfDay) {
    throw invalid(part, `has "${text}" where times are expected`);
  }
  if (from === to) throw invalid(part, `has times that end when they begin: "${text}"`);
  return { fromMinute: from, toMinute: to < from ? to + minutesOfDay : to };
}

/** Minute of the day, 24:00 included. */
function minuteOf(hours: string | undefined, minutes: string | undefined): number | undefined {
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= minutesOfDay ? minute : undefined;
}

function invalid(part: string, problem: string) {
  const shown = part.length > 60 ? `${part.slice(0, 60)}…` : part;
  return domainError(
    'schedule-invalid',
    `The schedule "${shown}" cannot be read: this ${problem}. Write it like "mon-fri 18:00-08:00; sat,sun".`,
    { schedule: shown },
  );
}
