import { ApiEnqueueRequest, identifierNumber, identifierText, readMessage } from '@renderonline/contract';
import {
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
  expandTemplate,
  extensionOf,
  framesOfTask,
  hasExtension,
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

/** A submission that may be rendered as soon as its file is here. */
export interface CheckedSubmission {
  readonly engine: Engine;
  readonly fileName: string;
  readonly values: ReadonlyMap<string, string>;
  readonly frames: readonly FrameRange[];
  /** The command, readable, once it is known where the file lies. */
  commandFor(paths: { filePath: string; outputDirectory: string }): string;
}

export interface CheckDependencies {
  readonly database: Database;
  readonly maxFramesPerTask: number;
}

/**
 * Reads the `request` part.
 *
 * @throws DomainError 'request-part-missing', 'enqueue-request-invalid'.
 */
export function readRequestPart(text: string | undefined): ApiEnqueueRequest {
  if (text === undefined || text.trim() === '') throw v1Refusals.requestPartMissing();
  const request = readMessage(ApiEnqueueRequest, text);
  if (!request || identifierText(request.EngineId) === undefined) throw v1Refusals.enqueueRequestInvalid();
  return request;
}

/**
 * Refuses a user whose queue is full. Checked again in the transaction that enqueues.
 *
 * @throws DomainError 'queue-limit-reached'.
 */
export async function checkQueueLimit({ database }: CheckDependencies, { userId }: User): Promise<void> {
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
  request: ApiEnqueueRequest,
  rawFileName: string,
): Promise<CheckedSubmission> {
  const { database, maxFramesPerTask } = dependencies;
  await checkQueueLimit(dependencies, user);
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
  return { engine, fileName, values, frames: frames === 'single' ? [singleFrame] : frames, commandFor };
}

async function engineOf(database: Database, { EngineId }: ApiEnqueueRequest): Promise<Engine> {
  const engineId = identifierNumber(EngineId);
  const engine = engineId === undefined ? undefined : await findEngine(database.db, { engineId });
  if (!engine) throw v1Refusals.engineNotFound(identifierText(EngineId) ?? String(EngineId));
  return engine;
}

function checkedValues(
  request: ApiEnqueueRequest,
  types: ReadonlyMap<string, ArgumentType>,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { ArgTypeId, Value } of request.Arguments) {
    const type = types.get(ArgTypeId);
    if (!type) throw v1Refusals.argumentTypeUnknown(ArgTypeId);
    const value = String(Value);
    checkArgumentValue(type, value);
    // 1.x replaced with the first value that came under a name; later ones found nothing left to replace.
    if (!values.has(ArgTypeId)) values.set(ArgTypeId, value);
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
          .set(outputDirectoryPlaceholder, outputDirectory),
      ),
    );
}
