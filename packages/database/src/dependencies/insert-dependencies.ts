import type { Executor } from '../database.ts';
import { checkDependencies } from './check-dependencies.ts';

/**
 * Has a new task wait for others of the same user.
 *
 * @throws as `checkDependencies`
 */
export async function insertDependencies(
  trx: Executor,
  input: { readonly taskId: number; readonly userId: number; readonly dependsOn: readonly number[] },
): Promise<void> {
  const { taskId, userId } = input;
  const dependsOn = [...new Set(input.dependsOn)];
  if (dependsOn.length === 0) return;
  await checkDependencies(trx, { userId, dependsOn, taskId });
  await trx
    .insertInto('task_dependencies')
    .values(dependsOn.map((id) => ({ task_id: taskId, depends_on_task_id: id })))
    .execute();
}
