import { domainError } from '@renderonline/domain';
import { explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { toStoredTime } from '../stored-times.ts';
import { userNotFound } from '../users/refuse-user.ts';
import { nameColumns, nameTaken, submissionColumn } from './task-template.ts';

/** So many templates a user may have. */
const maxTemplates = 100;

export interface NewTaskTemplate {
  readonly userId: number;
  readonly name: string;
  readonly isShared: boolean;
  /** What is kept, to be written as JSON. */
  readonly submission: object;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
}

/**
 * Keeps a submission under a name. For a transaction: the user's row is locked meanwhile, so that several at once do not
 * go beyond the limit.
 *
 * @throws 'already-exists' (the name), 'task-template-limit-reached', 'value-invalid', 'user-not-found'
 */
export async function addTaskTemplate(
  trx: Executor,
  { userId, name, isShared, submission, nowMs }: NewTaskTemplate,
): Promise<{ templateId: number }> {
  const columns = { ...nameColumns(name), ...submissionColumn(submission) };
  const user = await trx
    .selectFrom('users')
    .select('user_id')
    .where('user_id', '=', userId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (user === undefined) throw userNotFound(userId);
  const { count } = await trx
    .selectFrom('task_templates')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (count >= maxTemplates) {
    throw domainError('task-template-limit-reached', `You have ${maxTemplates} templates already.`);
  }
  const now = toStoredTime(nowMs);
  const row = { user_id: userId, ...columns, is_shared: isShared ? 1 : 0, created_at: now, updated_at: now };
  const { insertId } = await explainViolations(
    trx.insertInto('task_templates').values(row).executeTakeFirstOrThrow(),
    { unique: () => nameTaken(name) },
  );
  return { templateId: Number(insertId) };
}
