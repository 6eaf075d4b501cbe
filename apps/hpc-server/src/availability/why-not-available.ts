import { isWithinSchedule, parseWeeklySchedule, say } from '@renderonline/domain';
import type { LinkSettings } from '@renderonline/contract/link';

export interface AvailabilityFacts {
  readonly settings: LinkSettings;
  /** The machine's local time. */
  readonly now: Date;
  /** null where nobody can tell. */
  readonly isUserActive: boolean | null;
}

/** Why a machine takes nothing new just now, in words; null when it does. */
export function whyNotAvailable({ settings, now, isUserActive }: AvailabilityFacts): string | null {
  const { drained, schedule, yieldsToUser } = settings;
  if (drained) return say('machine-drained+itself');
  if (schedule !== null && !isInSchedule(schedule, now)) {
    return say('machine-off-schedule', { schedule });
  }
  if (yieldsToUser && isUserActive === true) return say('machine-in-use');
  return null;
}

function isInSchedule(schedule: string, now: Date): boolean {
  try {
    return isWithinSchedule(parseWeeklySchedule(schedule), {
      weekday: now.getDay(),
      minuteOfDay: now.getHours() * 60 + now.getMinutes(),
    });
  } catch {
    // RenderAPI takes none that cannot be read; a newer one's must not keep the machine from working.
    return true;
  }
}
