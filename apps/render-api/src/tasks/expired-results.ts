import type { TaskDetails } from '@renderonline/database';
import { domainError, isDomainError } from '@renderonline/domain';
import { timeText } from './time-text.ts';

/** Says that what is not there was there once, where a task's results went by themselves. @throws 'results-expired' */
export function refuseExpired({ task: { taskId, resultsExpiredAtMs } }: Pick<TaskDetails, 'task'>): void {
  if (resultsExpiredAtMs === null) return;
  const since = timeText(resultsExpiredAtMs);
  const message = `The results of task ${taskId} are kept no longer: they went at ${since}.`;
  throw domainError('results-expired', message, { taskId, resultsExpiredAt: since });
}

/**
 * What opening an output gives.
 *
 * @throws DomainError 'results-expired' in place of 'output-not-found' where the results went by themselves
 */
export async function openedOrExpired<T>(
  details: Pick<TaskDetails, 'task'>,
  opening: Promise<T>,
): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (isDomainError(error) && error.code === 'output-not-found') refuseExpired(details);
    throw error;
  }
}
