import type { Readable, Writable } from 'node:stream';
import type { Identifier } from '@renderonline/contract';
import type { Database, User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { hasOutputs, streamResultZip } from '@renderonline/storage';
import { findOwnedTask } from './owned-task.ts';

export interface ArchiveOptions {
  /** Put the uploaded project in, too. */
  readonly includeProject: boolean;
  /** Where the archive goes: when that closes, the reading of files ends. */
  readonly closed: Writable;
}

/**
 * Opens the ZIP archive of a task's results; it is made while it is sent.
 *
 * @throws DomainError 'task-not-found', 'no-results'.
 */
export async function openArchive(
  database: Database,
  user: User,
  identifier: Identifier,
  { includeProject, closed }: ArchiveOptions,
): Promise<{ name: string; stream: Readable }> {
  const { idText, details } = await findOwnedTask(database, user, identifier);
  const { filePath } = details.render;
  if (!includeProject && !(await hasOutputs({ filePath }))) {
    throw domainError('no-results', `Task with identifier ${idText} has no results to download.`);
  }
  const aborter = new AbortController();
  closed.once('close', () => {
    aborter.abort();
  });
  return {
    name: `task-${idText}.zip`,
    stream: streamResultZip({ filePath, includeProject, signal: aborter.signal }),
  };
}
