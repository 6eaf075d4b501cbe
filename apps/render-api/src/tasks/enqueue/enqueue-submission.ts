import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import type { User } from '@renderonline/database';
import { domainError, isDomainError, v1Refusals } from '@renderonline/domain';
import type { ReceivedProject } from '@renderonline/storage';
import type { RequestKey } from '../../idempotency/request-key.ts';
import { commitTask, type CommitDependencies } from './commit-task.ts';
import {
  keepProject,
  moveProject,
  stageProject,
  type KeepDependencies,
  type StagedProject,
} from './keep-project.ts';
import { readSubmission, type Submission, type SubmittedFile } from './multipart-submission.ts';
import {
  checkQueueLimit,
  checkSubmission,
  type CheckDependencies,
  type CheckedSubmission,
} from './submission-check.ts';
import type { RequestReader, SubmissionRequest } from './submission-request.ts';
import { watchUpload } from './upload-watch.ts';

export type EnqueueDependencies = CheckDependencies & KeepDependencies & CommitDependencies;

/** One submission on its way: who sends it, what has come of it, and what ends it. */
interface Upload {
  readonly user: User;
  readonly submission: Submission;
  readonly readRequest: RequestReader;
  readonly file: SubmittedFile;
  readonly key: RequestKey | undefined;
  readonly signal: AbortSignal;
}

/** How long a refusal waits for a second file, which 1.x would have refused first. */
const secondFileGraceMs = 100;

/**
 * Takes a multipart submission in and writes its task. Whatever the order of the parts, nothing of it is left
 * after a refusal, a limit or a dropped connection; the rest of a refused body is for the caller to drain.
 *
 * @param input.readRequest reads the `request` part as the API it came through has it
 * @param input.key stands for the `request` part and the file's name: what the file holds is not known in time
 * @throws DomainError the refusal, in the order of 1.x.
 */
export async function enqueueSubmission(
  dependencies: EnqueueDependencies,
  user: User,
  {
    body,
    readRequest,
    key,
  }: {
    readonly body: IncomingMessage;
    readonly readRequest: RequestReader;
    readonly key?: RequestKey | undefined;
  },
): Promise<{ taskId: number; stepTaskIds: number[] }> {
  const { maxBytes } = dependencies.upload;
  if (Number(body.headers['content-length'] ?? 0) > maxBytes + 2 ** 20) throw tooLarge(maxBytes);
  const watch = watchUpload(body, dependencies.upload);
  try {
    const submission = readSubmission(body, body.headers);
    const file = await orAborted(submission.firstFile, watch.signal);
    if (!file) throw v1Refusals.noFile();
    const upload: Upload = { user, submission, readRequest, file, key, signal: watch.signal };
    const { checked, project } =
      submission.requestText() === undefined
        ? await takeFileFirst(dependencies, upload)
        : await takeRequestFirst(dependencies, upload);
    return await commitTask(dependencies, user, checked, project, { key });
  } catch (error) {
    // Whatever broke off because of it, the abort is why.
    throw watch.signal.aborted ? watch.signal.reason : error;
  } finally {
    watch.end();
    body.unpipe();
  }
}

interface Taken {
  readonly checked: CheckedSubmission;
  readonly project: ReceivedProject;
}

/** The `request` part came first: everything is checked before a byte of the file is kept. */
async function takeRequestFirst(dependencies: EnqueueDependencies, upload: Upload): Promise<Taken> {
  const { user, submission, file, signal } = upload;
  const request = await requestOf(upload);
  let checked: CheckedSubmission;
  try {
    checked = await checkSubmission(dependencies, user, request, file.rawName);
  } catch (error) {
    file.bytes.resume();
    await Promise.race([submission.end.catch(() => undefined), wait(secondFileGraceMs)]);
    throw submission.hasMoreFiles() ? v1Refusals.tooManyFiles() : error;
  }
  const project = await keepProject(
    dependencies,
    { user, rawName: file.rawName, bytes: file.bytes, signal },
    checked.engine.downloadPath,
  );
  return discardingOnFailure(project, async () => {
    await orAborted(submission.end, signal);
    if (submission.hasMoreFiles()) throw v1Refusals.tooManyFiles();
    return { checked, project };
  });
}

/** The file came first: it is staged, and checked when the `request` part is here. */
async function takeFileFirst(dependencies: EnqueueDependencies, upload: Upload): Promise<Taken> {
  const { user, submission, file, signal } = upload;
  const staged = await stageOrSkip(dependencies, upload);
  return discardingOnFailure(staged?.project, async () => {
    await orAborted(submission.end, signal);
    const request = await requestOf(upload);
    if (submission.hasMoreFiles()) throw v1Refusals.tooManyFiles();
    const checked = await checkSubmission(dependencies, user, request, file.rawName);
    // Room in the queue, or an engine of this extension, has come up while the file went by unread.
    if (!staged) throw domainError('too-busy', 'The farm changed while the file was sent; send it again.');
    const input = { user, rawName: file.rawName, signal };
    const project = await moveProject(dependencies, staged, input, checked.engine.downloadPath);
    return { checked, project };
  });
}

async function requestOf({ submission, readRequest, file, key }: Upload): Promise<SubmissionRequest> {
  const text = submission.requestText();
  // First: a template that made it once may be gone since.
  await key?.asksFor(JSON.stringify([text, file.rawName]));
  return readRequest(text);
}

/** A file that will be refused whatever the `request` part says is not kept. */
async function stageOrSkip(
  dependencies: EnqueueDependencies,
  { user, file, signal }: Upload,
): Promise<StagedProject | undefined> {
  try {
    await checkQueueLimit(dependencies, user);
    return await stageProject(dependencies, { user, rawName: file.rawName, bytes: file.bytes, signal });
  } catch (error) {
    const isToldLater =
      isDomainError(error, 'queue-limit-reached') || isDomainError(error, 'file-name-invalid');
    if (!isToldLater) throw error;
    file.bytes.resume();
    return undefined;
  }
}

async function discardingOnFailure<Result>(
  project: ReceivedProject | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await project?.discard();
    throw error;
  }
}

/** The promise's result, or the reason of the abort when that comes first. */
async function orAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await Promise.race([promise, aborted.promise]);
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function tooLarge(maxBytes: number): Error {
  return domainError(
    'upload-too-large',
    `The upload is larger than the ${maxBytes} bytes that this farm accepts.`,
  );
}
