import { identifierNumber, identifierText, type Identifier } from '@renderonline/contract';
import { findTask, type Database, type TaskDetails, type User } from '@renderonline/database';
import { v1Refusals } from '@renderonline/domain';

/** The id as the caller wrote it, in canonical digits, and the task when it is theirs. */
export interface OwnedTask {
  readonly idText: string;
  readonly details: TaskDetails;
}

/**
 * Finds a task of this user; another user's is as good as none.
 *
 * @throws DomainError 'body-invalid' when the id has more than 64 bits, 'task-not-found'.
 */
export async function findOwnedTask(
  database: Database,
  user: User,
  identifier: Identifier,
): Promise<OwnedTask> {
  const idText = identifierText(identifier);
  if (idText === undefined) throw v1Refusals.bodyInvalid();
  const taskId = identifierNumber(identifier);
  const details =
    taskId === undefined ? undefined : await findTask(database.db, { taskId, userId: user.userId });
  if (!details) throw v1Refusals.taskNotFound(idText);
  return { idText, details };
}
