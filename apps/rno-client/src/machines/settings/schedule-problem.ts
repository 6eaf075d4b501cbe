import { normalSchedule } from '@renderonline/domain';

/** What is wrong with a schedule as it is typed; null when a machine can keep to it. */
export function scheduleProblem(text: string): string | null {
  try {
    normalSchedule(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
