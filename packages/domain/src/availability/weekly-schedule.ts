/** When a machine may render: periods of the week in its own local time. */
export interface WeeklySchedule {
  readonly periods: readonly SchedulePeriod[];
}

/** From `fromMinute` to before `toMinute`, minutes of the week; Monday 00:00 is 0. Sorted, not touching. */
export interface SchedulePeriod {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** A moment of the week in local time. `weekday` as in JavaScript: 0 is Sunday. */
export interface MomentOfWeek {
  readonly weekday: number;
  readonly minuteOfDay: number;
}

export const minutesOfDay = 24 * 60;
export const minutesOfWeek = 7 * minutesOfDay;

/** Monday first, as schedules are written. */
export const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Whether a machine with this schedule may render at this moment. */
export function isWithinSchedule(schedule: WeeklySchedule, { weekday, minuteOfDay }: MomentOfWeek): boolean {
  const minute = ((weekday + 6) % 7) * minutesOfDay + minuteOfDay;
  return schedule.periods.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute);
}

/** The schedule of these periods, which may overlap, come in any order, and run over the end of the week. */
export function scheduleOf(periods: Iterable<SchedulePeriod>): WeeklySchedule {
  const sorted = [...periods].flatMap(withinWeek).sort((a, b) => a.fromMinute - b.fromMinute);
  const merged: { fromMinute: number; toMinute: number }[] = [];
  for (const { fromMinute, toMinute } of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && fromMinute <= previous.toMinute) {
      previous.toMinute = Math.max(previous.toMinute, toMinute);
    } else {
      merged.push({ fromMinute, toMinute });
    }
  }
  return { periods: merged };
}

/** Sunday night runs on into Monday. */
function withinWeek({ fromMinute, toMinute }: SchedulePeriod): SchedulePeriod[] {
  if (toMinute <= minutesOfWeek) return [{ fromMinute, toMinute }];
  return [
    { fromMinute, toMinute: minutesOfWeek },
    { fromMinute: 0, toMinute: toMinute - minutesOfWeek },
  ];
}
