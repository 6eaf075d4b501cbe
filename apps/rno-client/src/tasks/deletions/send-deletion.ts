import { ApiError, type Api } from '@renderonline/client/browser';
import type { BulkResponse } from '@renderonline/contract';
import type { DeletedTask, Deletion } from './deletion-ledger.ts';

/** What RenderAPI says of a task that it does not delete. */
export type Refused = BulkResponse['outcomes'][number];

export interface SentDeletion {
  /** Those that are not there any more, by number. */
  readonly deleted: readonly number[];
  /** What is not deleted yet. */
  readonly left: readonly DeletedTask[];
  readonly refused: readonly Refused[];
  /** What ended it. `away` and `logged-out` pass. */
  readonly failure?:
    { readonly kind: 'away' | 'logged-out' } | { readonly kind: 'failed'; readonly error: unknown };
}

/** RenderAPI takes so many at a time. */
const bulkLimit = 1000;

/**
 * Has RenderAPI delete tasks. Those that are gone already are deleted. All requests begin at once, for the page may be
 * closing.
 *
 * @param isOwn whether the page has shown these tasks itself; otherwise they are looked at first, whether they are still
 *   the ones that were deleted
 */
export async function sendDeletion(
  { tasks }: Deletion,
  { api, isOwn }: { readonly api: Pick<Api, 'changeTasks' | 'task'>; readonly isOwn: boolean },
): Promise<SentDeletion> {
  const deleted: number[] = [];
  const left: DeletedTask[] = [];
  const refused: Refused[] = [];
  let wanted = tasks;
  let failure: SentDeletion['failure'];
  try {
    if (!isOwn) wanted = await stillThere(tasks, api, deleted);
  } catch (error) {
    return { deleted, left: tasks, refused, failure: failureOf(error) };
  }
  const parts: (readonly DeletedTask[])[] = [];
  for (let from = 0; from < wanted.length; from += bulkLimit) {
    parts.push(wanted.slice(from, from + bulkLimit));
  }
  await Promise.all(
    parts.map(async (part) => {
      try {
        const taskIds = part.map(({ taskId }) => taskId);
        const { outcomes } = await api.changeTasks({ action: 'delete', taskIds });
        for (const outcome of outcomes) {
          if (outcome.isDone || outcome.code === 'task-not-found') deleted.push(outcome.taskId);
          else refused.push(outcome);
        }
      } catch (error) {
        left.push(...part);
        failure = failureOf(error);
      }
    }),
  );
  return { deleted, left, refused, ...(failure === undefined ? {} : { failure }) };
}

/**
 * One after another: few are left by a page that is gone.
 *
 * @param deleted takes the numbers of those that are not there
 * @returns those that are the same still
 */
async function stillThere(
  tasks: readonly DeletedTask[],
  api: Pick<Api, 'task'>,
  deleted: number[],
): Promise<readonly DeletedTask[]> {
  const found: DeletedTask[] = [];
  for (const task of tasks) {
    try {
      if ((await api.task(task.taskId)).queuedAt === task.queuedAt) found.push(task);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      deleted.push(task.taskId);
    }
  }
  return found;
}

function failureOf(error: unknown): NonNullable<SentDeletion['failure']> {
  if (!(error instanceof ApiError)) return { kind: 'failed', error };
  if (error.status === 401) return { kind: 'logged-out' };
  const isPassing = error.status === 0 || error.status >= 500 || [408, 425, 429].includes(error.status);
  return isPassing ? { kind: 'away' } : { kind: 'failed', error };
}
