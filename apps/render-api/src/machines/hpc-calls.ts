import { Agent } from 'node:http';
import { joinCommandLine, say, v1Refusals } from '@renderonline/domain';
import {
  HpcAttemptResponse,
  HpcLogPiece,
  HpcRenderRequestResponse,
  HpcStatus,
  readMessage,
  type HpcStartArgs,
  type HpcStopArgs,
} from '@renderonline/contract';
import { boundedRequest, CallFailed, type BoundedAnswer } from './bounded-request.ts';
import { readHpcAttempt, readHpcStatus, type HpcReading } from './hpc-reading.ts';
import { attemptIdOf } from './lease-identity.ts';
import type { LeaseKey, LeaseOrder, StartAnswer, StopAnswer, StopOrder } from './machine-transport.ts';

export interface HpcAddress {
  readonly host: string;
  readonly port: number;
}

/** What GET /hpc/attempt or GET /hpc/status brought. */
export type HpcLook =
  | { readonly kind: 'seen'; readonly reading: HpcReading }
  /** There is no GET /hpc/attempt: a machine of 1.x. */
  | { readonly kind: 'no-attempts' }
  | { readonly kind: 'refusing'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What GET /hpc/attempt/log brought. */
export type HpcLogLook =
  | { readonly kind: 'piece'; readonly offset: number; readonly bytes: Buffer; readonly isEnd: boolean }
  /** The machine knows no such attempt any more, or tells no logs. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' };

/** The calls of /hpc, each bounded in time and size and validated; none of them throws. */
export interface HpcCalls {
  attempt(address: HpcAddress, signal: AbortSignal): Promise<HpcLook>;
  status(address: HpcAddress, signal: AbortSignal): Promise<HpcLook>;
  /** @param from bytes of the log that are known */
  log(address: HpcAddress, lease: LeaseKey, from: number, signal: AbortSignal): Promise<HpcLogLook>;
  start(address: HpcAddress, order: LeaseOrder, signal: AbortSignal): Promise<StartAnswer>;
  stop(address: HpcAddress, order: StopOrder, signal: AbortSignal): Promise<StopAnswer>;
  close(): void;
}

/** Of an attempt with every second frame done, a few hundred thousand of them. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** What a machine says for people goes into rows, logs and everybody's list: more than this helps nobody. */
const maxMessageChars = 1000;
/** What 1.x says, and ours: the one refusal that is nobody's fault. */
const busyMessage = v1Refusals.renderAlreadyActive().message;

export function createHpcCalls(requestTimeoutMs: number): HpcCalls {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 1 });

  async function look(
    address: HpcAddress,
    path: string,
    signal: AbortSignal,
  ): Promise<BoundedAnswer | CallFailed> {
    const call = {
      ...address,
      method: 'GET',
      path,
      limitMs: requestTimeoutMs,
      maxAnswerBytes,
      signal,
    } as const;
    return caught(boundedRequest({ ...call, agent }));
  }

  /** On a connection of its own: then a failure before it stood means that nothing arrived. */
  async function order(
    address: HpcAddress,
    path: string,
    body: unknown,
    limitMs: number,
    signal: AbortSignal,
  ) {
    return caught(
      boundedRequest({ ...address, method: 'POST', path, body, limitMs, maxAnswerBytes, signal }),
    );
  }

  return {
    async attempt(address, signal) {
      const answer = await look(address, '/hpc/attempt', signal);
      if (answer instanceof CallFailed) return { kind: 'failed', reason: answer.message };
      if (answer.status === 404 || answer.status === 405) return { kind: 'no-attempts' };
      if (answer.status === 403) return { kind: 'refusing', reason: refusalOf(answer) };
      const message = answer.status === 200 ? readMessage(HpcAttemptResponse, answer.text) : undefined;
      if (message === undefined) return { kind: 'failed', reason: notUnderstood('/hpc/attempt', answer) };
      return { kind: 'seen', reading: readHpcAttempt(message) };
    },
    async status(address, signal) {
      const answer = await look(address, '/hpc/status', signal);
      if (answer instanceof CallFailed) return { kind: 'failed', reason: answer.message };
      const message = answer.status === 200 ? readMessage(HpcStatus, answer.text) : undefined;
      if (message === undefined) return { kind: 'failed', reason: notUnderstood('/hpc/status', answer) };
      return { kind: 'seen', reading: readHpcStatus(message) };
    },
    async log(address, lease, from, signal) {
      const query = new URLSearchParams({ AttemptId: attemptIdOf(lease), From: String(from) });
      const answer = await look(address, `/hpc/attempt/log?${query.toString()}`, signal);
      if (answer instanceof CallFailed || answer.status >= 500) return { kind: 'failed' };
      const piece = answer.status === 200 ? readMessage(HpcLogPiece, answer.text) : undefined;
      if (piece === undefined) return { kind: 'none' };
      return {
        kind: 'piece',
        offset: piece.Offset,
        bytes: Buffer.from(piece.Bytes, 'base64'),
        isEnd: piece.IsEnd,
      };
    },
    async start(address, lease, signal) {
      const { command } = lease;
      if (command === null) return { kind: 'refused', message: 'a task over /hpc needs a command line' };
      const body: HpcStartArgs = {
        EngineId: lease.engineName,
        TaskId: lease.taskId,
        Arguments: command.kind === 'line' ? command.text : joinCommandLine([...command.values]),
        AttemptId: attemptIdOf(lease),
      };
      const answer = await order(address, '/hpc/start', body, requestTimeoutMs, signal);
      if (answer instanceof CallFailed) {
        return { kind: answer.mayHaveArrived ? 'unclear' : 'not-reached', message: answer.message };
      }
      return readStartAnswer(answer);
    },
    async stop(address, { taskId, lease, limitMs }, signal) {
      const body: HpcStopArgs = { TaskId: taskId, ...(lease ? { AttemptId: attemptIdOf(lease) } : {}) };
      const answer = await order(address, '/hpc/stop', body, limitMs, signal);
      if (answer instanceof CallFailed) return { kind: 'unclear', message: answer.message };
      if (answer.status === 200) return { kind: 'stopped' };
      if (answer.status === 400) return { kind: 'other-task' };
      return { kind: 'unclear', message: refusalOf(answer) };
    },
    close() {
      agent.destroy();
    },
  };
}

function readStartAnswer(answer: BoundedAnswer): StartAnswer {
  if (answer.status === 200) {
    return readMessage(HpcRenderRequestResponse, answer.text)?.IsSuccess === false
      ? { kind: 'refused', message: refusalOf(answer) }
      : { kind: 'accepted' };
  }
  const text = refusalOf(answer);
  if (answer.status === 400 && text === busyMessage) return { kind: 'busy', message: text };
  if (answer.status === 401 || answer.status === 403) return { kind: 'forbidden', message: text };
  // Somebody between us and the machine, or the machine on its way down: no word about the render.
  if (answer.status >= 502 && answer.status <= 504) return { kind: 'unclear', message: text };
  return { kind: 'refused', message: text };
}

async function caught(answer: Promise<BoundedAnswer>): Promise<BoundedAnswer | CallFailed> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CallFailed) return error;
    // An address that cannot even be called: the machine's row is wrong, not our code.
    return new CallFailed(error instanceof Error ? error.message : String(error), false);
  }
}

function refusalOf(answer: BoundedAnswer): string {
  const message = readMessage(HpcRenderRequestResponse, answer.text)?.Message;
  return message?.slice(0, maxMessageChars) ?? say('answered-status', { status: answer.status });
}

function notUnderstood(path: string, answer: BoundedAnswer): string {
  return answer.status === 200
    ? say('no-hpc-server', { path })
    : say('answered-status+to', { status: answer.status, path });
}
