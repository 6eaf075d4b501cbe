import { domainError, formatRanges, v1Refusals, type FrameRange } from '@renderonline/domain';
import { explainViolations } from '../broken-constraints.ts';
import type { Database, Executor } from '../database.ts';
import { insertDependencies } from '../dependencies/insert-dependencies.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { insertFrames } from '../frames/insert-frames.ts';
import { refuseUsedKey } from '../idempotency/refuse-used-key.ts';
import type { RequestKey } from '../idempotency/request-key.ts';
import { saveMade } from '../idempotency/save-made.ts';
import { lockProject } from '../projects/lock-project.ts';
import { toStoredTime } from '../stored-times.ts';
import { userNotFound } from '../users/refuse-user.ts';
import { countQueuedTasks } from './count-queued-tasks.ts';
import { queueLimitOf } from './queue-limit-of.ts';
import { taskOptionColumns, type TaskOptionsInput } from './task-options.ts';

/** Options that are absent: ascending, on any machines, as many as there are, without scripts, over at the first failure. */
export interface EnqueueTaskInput extends TaskOptionsInput {
  readonly userId: number;
  /** Milliseconds since 1970 UTC. */
  readonly queuedAtMs: number;
  readonly fileName: string;
  readonly filePath: string;
  /** Bytes. */
  readonly fileSize: number;
  /** The expanded command, for people. */
  readonly arguments: string;
  readonly argumentTemplate: string | null;
  readonly argumentValues: Readonly<Record<string, string>> | null;
  readonly engineId: number;
  /** At least one frame; no frame twice. */
  readonly frames: readonly FrameRange[];
  /** Larger goes first; 50 when absent. */
  readonly priority?: number;
  /** Of the project file, 64 lower-case hexadecimal digits; unknown when absent. */
  readonly fileSha256?: string;
  /** The project that the file is of; a task of one file alone has none. */
  readonly projectId?: number;
  /** It starts when all of these tasks of the user have succeeded. */
  readonly dependsOn?: readonly number[];
  /** Its project is what this task of the user has put out, in place of a file. */
  readonly input?: TaskInput;
  /** Steps: each renders what the one before it, or the task itself, has put out, and waits for it. */
  readonly steps?: readonly Omit<EnqueueTaskInput, 'userId' | 'queuedAtMs' | 'input' | 'steps' | 'key'>[];
  /** Remembered with the identifiers of the tasks; one task is made with it. */
  readonly key?: RequestKey | undefined;
}

/** The frames of another task that a task renders. */
export interface TaskInput {
  readonly taskId: number;
  /** Null: all of them, once that task has succeeded. Otherwise these, which are done, at once. */
  readonly frames: readonly FrameRange[] | null;
}

const defaultPriority = 50;
/** So many tasks may wait for one task's frames, or render them, at a time. */
const maxOpenSteps = 8;

/**
 * Writes render, task, frames and queue row, and those of its steps, in one transaction. The user's row is locked
 * meanwhile, so that two submissions at once cannot both take the last place under the queue limit.
 *
 * @throws 'queue-limit-reached' in v1's words, 'engine-not-found', 'user-not-found', 'value-invalid',
 *   'project-not-found', 'project-incomplete', 'dependency-not-found', 'dependency-ended', 'too-many-steps',
 *   'idempotency-key-reused'
 */
export async function enqueueTask(
  database: Database,
  input: EnqueueTaskInput,
): Promise<{ taskId: number; stepTaskIds: number[] }> {
  const { userId, queuedAtMs, key } = input;
  return database.transaction(async (trx) => {
    await lockUser(trx, userId);
    await refuseUsedKey(trx, { userId, key });
    const isWaitingStep = input.input?.frames === null;
    if (!isWaitingStep) await refuseOverLimit(trx, userId);
    if (input.input !== undefined) await refuseManySteps(trx, input.input.taskId);
    await useProject(trx, input);
    const taskId = await insertTask(trx, input);
    const stepTaskIds: number[] = [];
    for (const step of input.steps ?? []) {
      const before = stepTaskIds.at(-1) ?? taskId;
      stepTaskIds.push(
        await insertTask(trx, { ...step, userId, queuedAtMs, input: { taskId: before, frames: null } }),
      );
    }
    await saveMade(trx, { userId, key, made: { taskId, stepTaskIds } });
    return { taskId, stepTaskIds };
  });
}

async function insertTask(trx: Executor, input: EnqueueTaskInput): Promise<number> {
  const { userId, dependsOn = [] } = input;
  const renderId = await insertRender(trx, input);
  const task = await trx
    .insertInto('tasks')
    .values({
      user_id: userId,
      queue_time: toStoredTime(input.queuedAtMs),
      is_running: 0,
      is_success: 0,
      render_id: renderId,
      state: 'queued',
      priority: input.priority ?? defaultPriority,
      input_task_id: input.input?.taskId ?? null,
      input_frames: input.input?.frames ? formatRanges(input.input.frames) : null,
      ...taskOptionColumns(input),
    })
    .executeTakeFirstOrThrow();
  const taskId = Number(task.insertId);
  const ofInput = input.input?.frames === null ? [input.input.taskId] : [];
  await insertDependencies(trx, { taskId, userId, dependsOn: [...dependsOn, ...ofInput] });
  await insertFrames(trx, { taskId, frames: input.frames });
  await trx.insertInto('queue').values({ task_id: taskId }).execute();
  return taskId;
}

async function lockUser(trx: Executor, userId: number): Promise<void> {
  const user = await trx
    .selectFrom('users')
    .select('user_id')
    .where('user_id', '=', userId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (user === undefined) throw userNotFound(userId);
}

async function refuseOverLimit(trx: Executor, userId: number): Promise<void> {
  const queueLimit = await queueLimitOf(trx, { userId });
  if (queueLimit === undefined) throw userNotFound(userId);
  const queued = await countQueuedTasks(trx, { userId });
  if (queued >= queueLimit) throw v1Refusals.queueLimitReached(queueLimit);
}

async function useProject(trx: Executor, { projectId, userId, queuedAtMs }: EnqueueTaskInput): Promise<void> {
  if (projectId === undefined) return;
  await lockProject(trx, { projectId, userId });
  await trx
    .updateTable('projects')
    .set({ last_used_at: toStoredTime(queuedAtMs) })
    .where('project_id', '=', projectId)
    .execute();
}

/** Steps that wait do not count against the queue limit, so they have one of their own. */
async function refuseManySteps(trx: Executor, inputTaskId: number): Promise<void> {
  const { count } = await trx
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('tasks.input_task_id', '=', inputTaskId)
    .executeTakeFirstOrThrow();
  if (count < maxOpenSteps) return;
  throw domainError('too-many-steps', `${count} tasks take the frames of task ${inputTaskId} already.`, {
    taskId: inputTaskId,
    maxOpenSteps,
  });
}

async function insertRender(trx: Executor, input: EnqueueTaskInput): Promise<number> {
  const { insertId } = await explainViolations(
    trx
      .insertInto('renders')
      .values({
        file_name: input.fileName,
        file_path: input.filePath,
        file_size: input.fileSize,
        arguments: input.arguments,
        engine_id: input.engineId,
        file_sha256: input.fileSha256 ?? null,
        project_id: input.projectId ?? null,
        argument_template: input.argumentTemplate,
        argument_values: input.argumentValues === null ? null : JSON.stringify(input.argumentValues),
      })
      .executeTakeFirstOrThrow(),
    { 'foreign-key': () => v1Refusals.engineNotFound(input.engineId) },
  );
  return Number(insertId);
}
