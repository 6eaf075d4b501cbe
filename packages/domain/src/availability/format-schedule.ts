import { minutesOfDay, minutesOfWeek, weekdayNames } from './weekly-schedule.ts';
import type { SchedulePeriod, WeeklySchedule } from './weekly-schedule.ts';

/** The schedule as people write it; `parseWeeklySchedule` reads it back. Days with the same times share a part. */
export function formatWeeklySchedule(schedule: WeeklySchedule): string {
  const timesOfDays: string[][] = weekdayNames.map(() => []);
  for (const { fromMinute, toMinute } of joinOverSunday(schedule.periods))
    addTimes(timesOfDays, fromMinute, toMinute);
  const daysByTimes = new Map<string, number[]>();
  timesOfDays.forEach((times, day) => {
    if (times.length === 0) return;
    const text = times.join(',');
    daysByTimes.set(text, [...(daysByTimes.get(text) ?? []), day]);
  });
  return [...daysByTimes]
    .map(([times, days]) => (times === wholeDay ? formatDays(days) : `${formatDays(days)} ${times}`))
    .join('; ');
}

const wholeDay = '00:00-24:00';

/** A night from Sunday to Monday is two periods inside; people write it as one. */
function joinOverSunday(periods: readonly SchedulePeriod[]): readonly SchedulePeriod[] {
  const first = periods[0];
  const last = periods.at(-1);
  if (first?.fromMinute !== 0 || last?.toMinute !== minutesOfWeek || first === last) return periods;
  if (first.toMinute >= minutesOfDay) return periods;
  return [...periods.slice(1, -1), { fromMinute: last.fromMinute, toMinute: minutesOfWeek + first.toMinute }];
}

/** Cuts a period into what each of its days is said to have: nights stay whole, longer periods end at midnight. */
function addTimes(timesOfDays: string[][], fromMinute: number, toMinute: number): void {
  let from = fromMinute;
  while (from < toMinute) {
    const day = Math.floor(from / minutesOfDay) % 7;
    const midnight = (Math.floor(from / minutesOfDay) + 1) * minutesOfDay;
    const isNight = toMinute - from < minutesOfDay;
    const to = isNight ? toMinute : midnight;
    timesOfDays[day]?.push(`${formatTime(from)}-${formatTime(to, to === midnight)}`);
    from = to;
  }
}

function formatTime(minute: number, isMidnight = false): string {
  if (isMidnight) return '24:00';
  const minuteOfDay = minute % minutesOfDay;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minuteOfDay / 60))}:${pad(minuteOfDay % 60)}`;
}

/** Ascending day numbers as `mon-fri,sun`. */
function formatDays(days: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < days.length;) {
    let end = index;
    while (days[end + 1] === (days[end] ?? 0) + 1) end += 1;
    const names = [days[index], days[end]].map((day) => weekdayNames[day ?? 0]);
    if (end - index >= 2) parts.push(names.join('-'));
    else parts.push(...days.slice(index, end + 1).map((day) => weekdayNames[day] ?? ''));
    index = end + 1;
  }
  return parts.join(',');
}
