import type { TaskState } from '@renderonline/domain';
import { sql } from 'kysely';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { taskStateFrom } from '../tasks/task.ts';

/** A task that renders what another one has put out. */
export interface Step {
  readonly taskId: number;
  readonly state: TaskState;
  readonly engineName: string;
  /** The task whose outputs it takes. */
  readonly inputTaskId: number;
}

/** Deeper chains of steps are not followed. */
const deepest = 32;

/** The steps of tasks, and the steps of these, by the task that they begin with; each list by id. */
export async function listSteps(
  executor: Executor,
  input: { readonly taskIds: readonly number[] },
): Promise<(taskId: number) => readonly Step[]> {
  const steps = new Map<number, Step[]>();
  if (input.taskIds.length === 0) return () => [];
  const { rows } = await sql<{
    root_id: number;
    task_id: number;
    state: string;
    name: string;
    input_task_id: number;
  }>`with recursive chain (root_id, task_id, depth) as (
      select t.input_task_id, t.task_id, 1 from tasks t where t.input_task_id in ${idsIn(executor, input.taskIds)}
      union all
      select c.root_id, t.task_id, c.depth + 1 from chain c join tasks t on t.input_task_id = c.task_id
      where c.depth < ${deepest}
    )
    select c.root_id as root_id, t.task_id as task_id, t.state as state, e.name as name,
      t.input_task_id as input_task_id
    from chain c join tasks t on t.task_id = c.task_id
      join renders r on r.render_id = t.render_id join engines e on e.engine_id = r.engine_id
    order by t.task_id`.execute(executor);
  for (const row of rows) {
    const known = steps.get(row.root_id) ?? [];
    steps.set(row.root_id, known);
    known.push({
      taskId: row.task_id,
      state: taskStateFrom(row.state),
      engineName: row.name,
      inputTaskId: row.input_task_id,
    });
  }
  return (taskId) => steps.get(taskId) ?? [];
}
