import type { TaskWishes } from '@renderonline/contract';
import {
  checkDependencies,
  countQueuedTasks,
  queueLimitOf,
  type Database,
  type User,
} from '@renderonline/database';
import { domainError, extensionOf, hasExtension, sanitizeFileName, v1Refusals } from '@renderonline/domain';
import { checkArguments, engineOf, type CheckedArguments } from './checked-arguments.ts';
import type { SubmissionRequest } from './submission-request.ts';

/** A submission that may be rendered as soon as its file is here. */
export interface CheckedSubmission extends CheckedArguments {
  readonly fileName: string;
  readonly wishes: TaskWishes;
  /** Each takes what the one before it, the first one what the task itself puts out. */
  readonly steps: readonly CheckedStep[];
}

export type CheckedStep = CheckedArguments & { readonly wishes: TaskWishes };

export interface CheckDependencies {
  readonly database: Database;
  readonly maxFramesPerTask: number;
  /** Whether scripts embedded in scenes may run on this farm. */
  readonly allowsScripts: boolean;
}

/**
 * Refuses a user whose queue is full. Checked again in the transaction that enqueues.
 *
 * @throws DomainError 'queue-limit-reached'.
 */
export async function checkQueueLimit(
  { database }: Pick<CheckDependencies, 'database'>,
  { userId }: User,
): Promise<void> {
  const limit = (await queueLimitOf(database.db, { userId })) ?? 0;
  const queued = await countQueuedTasks(database.db, { userId });
  if (queued >= limit) throw v1Refusals.queueLimitReached(limit);
}

/**
 * Checks a submission against the user's quota, the engine, the file's extension, the argument types and the
 * template, in 1.x's order, without a byte of the file.
 *
 * @throws DomainError the first refusal.
 */
export async function checkSubmission(
  dependencies: CheckDependencies,
  user: User,
  request: SubmissionRequest,
  rawFileName: string,
): Promise<CheckedSubmission> {
  const { database } = dependencies;
  await checkQueueLimit(dependencies, user);
  refuseScripts(dependencies, request.wishes);
  const { dependsOn = [] } = request.wishes;
  await checkDependencies(database.db, { userId: user.userId, dependsOn });
  const engine = await engineOf(database, request);
  const fileName = sanitizeFileName(rawFileName);
  if (!hasExtension(fileName, engine.extension)) {
    throw v1Refusals.extensionMismatch(engine.extension, extensionOf(fileName));
  }
  const checked = await checkArguments(dependencies, engine, request);
  const steps: CheckedStep[] = [];
  for (const step of request.steps) steps.push(await checkStep(dependencies, step));
  return { ...checked, fileName, wishes: request.wishes, steps };
}

/**
 * Checks what a step asks for. What its engine opens is not asked: it takes files of another task, whatever they are.
 *
 * @throws DomainError the first refusal.
 */
export async function checkStep(
  dependencies: CheckDependencies,
  request: Omit<SubmissionRequest, 'steps'>,
): Promise<CheckedStep> {
  refuseScripts(dependencies, request.wishes);
  const engine = await engineOf(dependencies.database, request);
  return { ...(await checkArguments(dependencies, engine, request)), wishes: request.wishes };
}

function refuseScripts({ allowsScripts }: CheckDependencies, wishes: TaskWishes): void {
  if (wishes.allowsScripts !== true || allowsScripts) return;
  throw domainError('scripts-not-allowed', 'This farm does not run scripts that are embedded in scenes.');
}
