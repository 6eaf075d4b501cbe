import { open, type FileHandle } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  replayedHeader,
  taskIdHeader,
  type StepRequest,
  type SubmitResponse,
  type TaskWishes,
} from '@renderonline/contract';
import { ApiError, errorOfAnswer, errorOfFailure } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { sendOnce } from '../requests/send-once.ts';
import { multipartAround } from './multipart-body.ts';
import { ProjectChanged } from './project-changed.ts';

/** An import would load all that `node:http` exports, of which its WebSocket alone takes 8 MiB. */
const { request: requestHttp } = process.getBuiltinModule('node:http');

export interface EnqueueOptions extends TaskWishes {
  /** Needed unless there is a template. */
  readonly engineId?: number;
  /** Values by argument type, as text. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** A template, over whose values those given here are put. */
  readonly templateId?: number;
  readonly filePath: string;
  /** What is to be done with the frames: each step takes those of the one before it. */
  readonly steps?: readonly StepRequest[];
  /** What the project is called there; the file's own name by default. */
  readonly fileName?: string;
  readonly onProgress?: (progress: { readonly sentBytes: number; readonly totalBytes: number }) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A server that takes no bytes, or says nothing after the last one, for so long is given up. */
const idleTimeoutMs = 300_000;
/** The answer to an enqueue is a line. */
const maxAnswerBytes = 65_536;

/**
 * Uploads a project and enqueues a task, in constant memory. A refusal ends the upload at once. When the connection breaks
 * it is uploaded once more, and one task is made all the same.
 *
 * Not `fetch`: it goes on sending after it was refused, and cannot say how much has been sent.
 *
 * @returns the new task's id, and those of its steps
 * @throws ApiError when it is refused or the connection fails; the signal's reason when aborted; the system's
 *   error when the file cannot be read
 */
export async function enqueue(connection: Connection, options: EnqueueOptions): Promise<SubmitResponse> {
  // Each try reads the file from its beginning.
  return sendOnce(async (key) => {
    const file = await open(options.filePath);
    try {
      return await send(connection, options, file, key);
    } finally {
      await file.close();
    }
  }, options.signal);
}

async function send(
  connection: Connection,
  options: EnqueueOptions,
  file: FileHandle,
  key: Readonly<Record<string, string>>,
): Promise<SubmitResponse> {
  const { filePath, signal } = options;
  const { size } = await file.stat();
  const { contentType, head, tail } = multipartAround(
    {
      ...(options.engineId === undefined ? {} : { engineId: options.engineId }),
      ...(options.arguments === undefined ? {} : { arguments: { ...options.arguments } }),
      ...(options.templateId === undefined ? {} : { templateId: options.templateId }),
      ...wishesOf(options),
      ...stepsOf(options),
    },
    options.fileName ?? basename(filePath),
  );
  const url = new URL(`${connection.baseUrl}/renderapi/v2/tasks`);
  const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: {
      ...connection.credentials,
      ...key,
      'content-type': contentType,
      'content-length': head.length + size + tail.length,
    },
    timeout: idleTimeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
  const answered = answerTo(outgoing);
  // The request itself only ends when its body does not go on, and does not know why.
  let bodyFailure: Error | undefined;
  const onFailure = (error: Error): void => {
    bodyFailure = error;
  };
  const body = bodyOf({ head, tail, size, file, options, onFailure });
  // Its failure reaches `answered` as well: pipeline destroys the request with it.
  const sent = pipeline(body, outgoing, signal === undefined ? {} : { signal });
  // Looked at only after a good answer: after a refusal it is expected to fail.
  sent.catch(() => undefined);
  try {
    const { status, text, taskId, isReplay } = await answered;
    // An answer before the last byte is a refusal, or an earlier try has made the task: the rest is not wanted.
    if (status < 200 || status > 299) throw errorOfAnswer(status, text);
    if (!isReplay) await sent;
    // Whoever submits the project again makes a second task, so say what has happened.
    if (taskId === undefined) {
      throw new ApiError(
        status,
        'not-renderapi',
        `The task was enqueued, but ${connection.baseUrl} did not say its id. Look it up with listTasks().`,
      );
    }
    return { taskId, stepTaskIds: stepTaskIdsIn(text) };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw error instanceof ApiError ? error : (bodyFailure ?? errorOfFailure(connection.baseUrl, error));
  } finally {
    outgoing.destroy();
  }
}

function stepsOf({ steps }: EnqueueOptions): { readonly steps?: StepRequest[] } {
  return steps === undefined ? {} : { steps: [...steps] };
}

function wishesOf(options: EnqueueOptions): TaskWishes {
  const { priority, order, maxMachines, requirements, continuesOnFailure, allowsScripts, dependsOn } =
    options;
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(order === undefined ? {} : { order }),
    ...(maxMachines === undefined ? {} : { maxMachines }),
    ...(requirements === undefined ? {} : { requirements }),
    ...(continuesOnFailure === undefined ? {} : { continuesOnFailure }),
    ...(allowsScripts === undefined ? {} : { allowsScripts }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}

async function* bodyOf(parts: {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly size: number;
  readonly file: FileHandle;
  readonly options: EnqueueOptions;
  readonly onFailure: (error: Error) => void;
}): AsyncGenerator<Buffer> {
  const { head, tail, size, file, options } = parts;
  yield head;
  let sentBytes = 0;
  const source = file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 });
  source.once('error', parts.onFailure);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    sentBytes += chunk.length;
    if (sentBytes > size) break;
    yield chunk;
    options.onProgress?.({ sentBytes, totalBytes: size });
  }
  if (sentBytes !== size) {
    const changed = new ProjectChanged(options.filePath);
    parts.onFailure(changed);
    throw changed;
  }
  yield tail;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly taskId: number | undefined;
  /** Whether an earlier try has made the task. */
  readonly isReplay: boolean;
}

function answerTo(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    outgoing.once('timeout', () => {
      outgoing.destroy(new Error(`nothing moved for ${idleTimeoutMs / 1000} s`));
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      readAnswer(response).then(resolve, reject);
    });
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) break;
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
    taskId: taskIdOf(response.headers[taskIdHeader]),
    isReplay: response.headers[replayedHeader] === 'true',
  };
}

function taskIdOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
}

/** RenderAPIs from before there were steps do not name any. */
function stepTaskIdsIn(text: string): number[] {
  try {
    return (JSON.parse(text) as Partial<SubmitResponse>).stepTaskIds ?? [];
  } catch {
    return [];
  }
}
