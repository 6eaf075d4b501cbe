import type { Executor } from '../database.ts';
import { attemptFromRow, type Attempt } from './attempt.ts';

/** So many attempts of a machine are looked through for one page: of one user there may be few among them. */
const scannedAtMost = 5000;

export interface MachineAttemptPage {
  /** Newest first, with the name of the file that each rendered. */
  readonly attempts: readonly (Attempt & { readonly fileName: string })[];
  /** For the next page; null when there is none. */
  readonly nextBefore: number | null;
}

/**
 * A page of what a machine was given, newest first.
 *
 * @param input.beforeAttemptId only older ones; absent for the first page
 * @param input.userId only attempts at this user's tasks; such a page may be short, or empty, though others follow
 */
export async function listMachineAttempts(
  executor: Executor,
  input: {
    readonly machineId: number;
    readonly limit: number;
    readonly beforeAttemptId?: number;
    readonly userId?: number;
  },
): Promise<MachineAttemptPage> {
  const { machineId, limit, beforeAttemptId = Number.MAX_SAFE_INTEGER, userId } = input;
  const oldest = await executor
    .selectFrom('attempts')
    .select('attempt_id')
    .where('machine_id', '=', machineId)
    .where('attempt_id', '<', beforeAttemptId)
    .orderBy('attempt_id', 'desc')
    .offset(scannedAtMost - 1)
    .limit(1)
    .executeTakeFirst();
  let query = executor
    .selectFrom('attempts as a')
    .innerJoin('tasks as t', 't.task_id', 'a.task_id')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .selectAll('a')
    .select('r.file_name')
    .where('a.machine_id', '=', machineId)
    .where('a.attempt_id', '<', beforeAttemptId)
    .orderBy('a.attempt_id', 'desc')
    .limit(limit + 1); // one more tells whether there is a next page
  if (oldest !== undefined) query = query.where('a.attempt_id', '>=', oldest.attempt_id);
  if (userId !== undefined) query = query.where('t.user_id', '=', userId);
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const rest = oldest?.attempt_id ?? null;
  return {
    attempts: page.map(({ file_name: fileName, ...row }) => ({ ...attemptFromRow(row), fileName })),
    nextBefore: rows.length > limit ? (page.at(-1)?.attempt_id ?? null) : rest,
  };
}
