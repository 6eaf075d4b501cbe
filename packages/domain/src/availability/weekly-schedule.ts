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
