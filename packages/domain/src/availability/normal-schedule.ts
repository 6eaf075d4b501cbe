import { formatWeeklySchedule } from './format-schedule.ts';
import { parseWeeklySchedule } from './parse-schedule.ts';

/**
 * A machine's schedule as it is stored: in one spelling, so that lists show what the machine understands.
 *
 * @returns null for always
 * @throws DomainError 'schedule-invalid'
 */
export function normalSchedule(text: string): string | null {
  if (/^(always)?$/i.test(text.trim())) return null;
  return formatWeeklySchedule(parseWeeklySchedule(text));
}
