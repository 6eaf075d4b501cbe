import { parse } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { hasOutputs, streamResultsZip, type TaskToPack } from '@renderonline/storage';
import { findOwnedTask } from './owned-task.ts';
import { beginArchive, type ArchiveDependencies } from './task-archive.ts';

type Dependencies = Pick<ArchiveDependencies, 'database' | 'scheduler' | 'archives'>;

/**
 * Opens one ZIP archive of the results of several tasks, each in a folder of its own like `lighthouse-12`; it is made
 * while it is sent. Tasks that have no results, or none any more, are left out.
 *
 * @param closed where the archive goes: when that closes, the reading of files ends
 * @throws DomainError 'task-not-found', 'no-results' when none of them has any, 'too-busy'
 */
export async function openArchiveOfTasks(
  { database, scheduler, archives }: Dependencies,
  user: User,
  { taskIds, closed }: { readonly taskIds: readonly number[]; readonly closed: Writable },
): Promise<{ name: string; stream: Readable }> {
  const signal = beginArchive(archives, user, closed);
  const found: { readonly taskId: number; readonly filePath: string }[] = [];
  for (const taskId of new Set(taskIds)) {
    if (signal.aborted) break;
    const { details } = await findOwnedTask(database, user, taskId);
    found.push({ taskId, filePath: details.render.filePath });
  }
  // Together: of each it may take seconds.
  await Promise.all(found.map(({ taskId }) => scheduler.outputsInPlace(taskId)));
  const tasks: TaskToPack[] = [];
  for (const { taskId, filePath } of found) {
    if (signal.aborted || !(await hasOutputs({ filePath }))) continue;
    tasks.push({ filePath, includeProject: false, folder: `${parse(filePath).name}-${taskId}` });
  }
  if (tasks.length === 0) throw domainError('no-results', 'None of these tasks has results to download.');
  return { name: `tasks-${tasks.length}.zip`, stream: streamResultsZip(tasks, { signal }) };
}
