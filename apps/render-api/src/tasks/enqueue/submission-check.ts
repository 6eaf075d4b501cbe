import { dirname } from 'node:path';
import type { TaskWishes } from '@renderonline/contract';
import {
  checkDependencies,
  countQueuedTasks,
  findEngine,
  listArgumentTypes,
  queueLimitOf,
  type Database,
  type Engine,
  type User,
} from '@renderonline/database';
import {
  checkArgumentValue,
  domainError,
  expandTemplate,
  extensionOf,
  framesOfTask,
  hasExtension,
  inputDirectoryPlaceholder,
  joinCommandLine,
  outputDirectoryPlaceholder,
  parseTemplate,
  sanitizeFileName,
  singleFrame,
  templateTakesFrames,
  uploadedFilePlaceholder,
  v1Refusals,
  type ArgumentTemplate,
  type ArgumentType,
  type FrameRange,
} from '@renderonline/domain';
import type { SubmissionRequest } from './submission-request.ts';

/** A submission that may be rendered as soon as its file is here. */
export interface CheckedSubmission {
  readonly engine: Engine;
  readonly fileName: string;
  readonly values: ReadonlyMap<string, string>;
  readonly frames: readonly FrameRange[];
  readonly wishes: TaskWishes;
  /** The command, readable, once it is known where the file lies. */
  commandFor(paths: { filePath: string; outputDirectory: string }): string;
}

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
  const { database, maxFramesPerTask } = dependencies;
  await checkQueueLimit(dependencies, user);
  refuseScripts(dependencies, request.wishes);
  const { dependsOn = [] } = request.wishes;
  await checkDependencies(database.db, { userId: user.userId, dependsOn });
  const engine = await engineOf(database, request);
  const fileName = sanitizeFileName(rawFileName);
  if (!hasExtension(fileName, engine.extension)) {
    throw v1Refusals.extensionMismatch(engine.extension, extensionOf(fileName));
  }
  const types = await listArgumentTypes(database.db);
  const values = checkedValues(request, new Map(types.map((type) => [type.argtypeId, type])));
  const template = parseTemplate(engine.renderArgument, new Set(types.map(({ argtypeId }) => argtypeId)));
  // Where they are not the template's, start_frame and end_frame are arguments like any others.
  const frames = templateTakesFrames(template) ? framesOfTask(values, { maxFramesPerTask }) : 'single';
  const commandFor = commandOf(template, values);
  // The paths come later, and cannot make an expansion fail: they are absolute.
  commandFor({ filePath: '/', outputDirectory: '/' });
  return {
    engine,
    fileName,
    values,
    frames: frames === 'single' ? [singleFrame] : frames,
    wishes: request.wishes,
    commandFor,
  };
}

function refuseScripts({ allowsScripts }: CheckDependencies, wishes: TaskWishes): void {
  if (wishes.allowsScripts !== true || allowsScripts) return;
  throw domainError('scripts-not-allowed', 'This farm does not run scripts that are embedded in scenes.');
}

async function engineOf(database: Database, { engineId, engineIdText }: SubmissionRequest): Promise<Engine> {
  const engine = engineId === undefined ? undefined : await findEngine(database.db, { engineId });
  if (!engine) throw v1Refusals.engineNotFound(engineIdText);
  return engine;
}

function checkedValues(
  request: SubmissionRequest,
  types: ReadonlyMap<string, ArgumentType>,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { argtypeId, value } of request.arguments) {
    const type = types.get(argtypeId);
    if (!type) throw v1Refusals.argumentTypeUnknown(argtypeId);
    checkArgumentValue(type, value);
    // 1.x replaced with the first value that came under a name; later ones found nothing left to replace.
    if (!values.has(argtypeId)) values.set(argtypeId, value);
  }
  return values;
}

function commandOf(
  template: ArgumentTemplate,
  values: ReadonlyMap<string, string>,
): CheckedSubmission['commandFor'] {
  return ({ filePath, outputDirectory }) =>
    joinCommandLine(
      expandTemplate(
        template,
        new Map(values)
          .set(uploadedFilePlaceholder, filePath)
          .set(inputDirectoryPlaceholder, dirname(filePath))
          .set(outputDirectoryPlaceholder, outputDirectory),
      ),
    );
}
