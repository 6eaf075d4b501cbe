import { countOf, explainViolations, stillInUse } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { userNotFound } from './refuse-user.ts';

/** @throws 'user-not-found', 'still-in-use' while the user has tasks */
export async function removeUser(executor: Executor, input: { readonly userId: number }): Promise<void> {
  const { userId } = input;
  const { count } = await executor
    .selectFrom('tasks')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  const { numDeletedRows } = await explainViolations(
    executor.deleteFrom('users').where('user_id', '=', userId).executeTakeFirst(),
    { 'foreign-key': () => stillInUse(`The user ${userId}`, countOf(count, 'task')) },
  );
  if (numDeletedRows === 0n) throw userNotFound(userId);
}
