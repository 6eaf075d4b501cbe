import { sql, type Insertable } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import type { Schema } from '../schema.ts';
import { toStoredTime } from '../stored-times.ts';
import type { StatisticsKey } from './statistics-range.ts';
import { sumAttemptsOfTask } from './sum-attempts.ts';
import { sumEndedTask } from './sum-ended-tasks.ts';

type Row = Insertable<Schema['hourly_statistics']>;

const counted = [
  'frames_done',
  'machine_ms',
  'failed_attempts',
  'tasks_succeeded',
  'tasks_failed',
  'tasks_canceled',
  'tasks_started',
  'waiting_ms',
] as const;

const rowsPerStatement = 500;

/**
 * Adds what a task has added to statistics to the sums of deleted tasks. To be called in the transaction that deletes the
 * task, once, and before it does.
 */
export async function keepStatistics(trx: Executor, input: { readonly taskId: number }): Promise<void> {
  const rows = new Map<string, Row>();
  const add = ({ bucketMs, userId, engineId }: StatisticsKey, sums: Partial<Row>): void => {
    const hour = toStoredTime(bucketMs);
    const nothing = Object.fromEntries(counted.map((name) => [name, 0])) as Record<
      (typeof counted)[number],
      0
    >;
    const key = { hour, user_id: userId, engine_id: engineId };
    rows.set(hour, { ...(rows.get(hour) ?? { ...key, ...nothing }), ...sums });
  };
  for (const each of await sumAttemptsOfTask(trx, input)) {
    const { framesDone, machineMs, failedAttempts } = each;
    add(each, { frames_done: framesDone, machine_ms: machineMs, failed_attempts: failedAttempts });
  }
  for (const each of await sumEndedTask(trx, input)) {
    const { succeeded, failed, canceled, started, waitingMs } = each;
    const ends = { tasks_succeeded: succeeded, tasks_failed: failed, tasks_canceled: canceled };
    add(each, { ...ends, tasks_started: started, waiting_ms: waitingMs });
  }
  // All who delete lock the hours in one order.
  const sorted = [...rows.values()].sort((a, b) => (a.hour < b.hour ? -1 : 1));
  for (let at = 0; at < sorted.length; at += rowsPerStatement) {
    await addRows(trx, sorted.slice(at, at + rowsPerStatement));
  }
}

async function addRows(trx: Executor, rows: readonly Row[]): Promise<void> {
  const values = sql.join(
    rows.map(
      (row) =>
        sql`(${sql.join([row.hour, row.user_id, row.engine_id, ...counted.map((name) => row[name])])})`,
    ),
  );
  const columns = sql.join(['hour', 'user_id', 'engine_id', ...counted].map((name) => sql.ref(name)));
  const sums = sql.join(
    counted.map((name) => {
      const [own, added] = [sql.ref(`hourly_statistics.${name}`), sql.ref(name)];
      return isMysql(trx)
        ? sql`${sql.ref(name)} = ${own} + values(${added})`
        : sql`${sql.ref(name)} = ${own} + excluded.${added}`;
    }),
  );
  const onKey = isMysql(trx)
    ? sql`on duplicate key update`
    : sql`on conflict (hour, user_id, engine_id) do update set`;
  await sql`insert into hourly_statistics (${columns}) values ${values} ${onKey} ${sums}`.execute(trx);
}
