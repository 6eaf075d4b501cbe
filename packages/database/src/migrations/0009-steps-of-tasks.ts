import type { Kysely } from 'kysely';
import { widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type TableDefinition } from './steps/table-definition.ts';

/** The tasks with what makes one a step of another, each column empty for those that are none. */
const widenedTasks: readonly TableDefinition[] = widenedSpecificationTables
  .filter(({ name }) => name === 'tasks')
  .map((table) => ({
    ...table,
    columns: [
      ...table.columns,
      // No foreign key: a step whose task was deleted says so, in place of having none.
      column('input_task_id', 'reference', { isNullable: true }),
      column('input_frames', 'text', { isNullable: true }),
      column('ended_with_task_id', 'reference', { isNullable: true }),
    ],
    indexes: [...table.indexes, { name: 'tasks_input', columns: ['input_task_id'] }],
  }));

const dependencies: TableDefinition = {
  name: 'task_dependencies',
  columns: [column('task_id', 'reference'), column('depends_on_task_id', 'reference')],
  primaryKey: ['task_id', 'depends_on_task_id'],
  indexes: [{ name: 'task_dependencies_awaited', columns: ['depends_on_task_id'] }],
  foreignKeys: [
    {
      name: 'fk_task_dependencies_task',
      column: 'task_id',
      table: 'tasks',
      references: 'task_id',
      onDelete: 'cascade',
    },
    {
      name: 'fk_task_dependencies_awaited',
      column: 'depends_on_task_id',
      table: 'tasks',
      references: 'task_id',
      onDelete: 'cascade',
    },
  ],
};

/** Adds tasks that wait for others, and steps, which render what another task has put out. */
export async function makeStepsOfTasks(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...widenedTasks, dependencies]);
}
