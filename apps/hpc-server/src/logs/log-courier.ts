import { linkLimits, type LogPiece, type LogReceipts } from '@renderonline/contract/link';
import type { KeptLog, Logger } from '@renderonline/runtime';
import type { LinkHttp } from '../leases/lease-runner.ts';
import { LinkRefusal } from '../link/link-refusal.ts';
import { readPiece } from './read-piece.ts';

/** When it is sent what somebody follows; also the least time between two requests. */
const promptMs = 100;
/** When what has ended is sent, with whatever else ends until then. */
const endedMs = 500;
/** When the rest is sent, unless there is much of it. */
const patientMs = 5000;
const muchBytes = 256 * 1024;
const pieceBytes = 256 * 1024;
/** Of one request. Each has a header. */
const mostPieces = linkLimits.leases;
/** Logs that have ended and wait; of more the oldest stay on this machine only. */
const mostWaiting = 2000;
const farewellMs = 500;

/** A log on this machine, of a lease. */
export interface CarriedLog {
  readonly leaseId: number;
  readonly taskId: number;
  readonly kept: Pick<KeptLog, 'parts' | 'size'>;
}

/**
 * Carries what renderers say to RenderAPI, in the background: many logs in one request, one request at a time, at
 * most ten of a mebibyte a second.
 */
export interface LogCourier {
  /** There is more of a log; `isEnded`: and nothing comes any more. */
  note(log: CarriedLog, isEnded: boolean): void;
  /** A log of an earlier run: RenderAPI is asked whether it has all of it. */
  offer(log: CarriedLog): void;
  /** Whether the log of this lease is not delivered yet. */
  carries(leaseId: number): boolean;
  /** Somebody follows the logs of these tasks: they are sent within a moment. */
  follow(taskIds: readonly number[]): void;
  /** Sends what can be sent in half a second; the rest waits for the next start. */
  stop(): Promise<void>;
}

interface Carried extends CarriedLog {
  /** RenderAPI has it up to here. */
  delivered: number;
  isEnded: boolean;
}

interface LogCourierInput {
  readonly api: Pick<LinkHttp, 'postLogs' | 'untilWorthTrying'>;
  readonly nowMs: () => number;
  readonly log: Logger;
}

export function createLogCourier({ api, nowMs, log }: LogCourierInput): LogCourier {
  const waiting = new Map<number, Carried>();
  let followed: ReadonlySet<number> = new Set();
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let dueMs = Infinity;
  let sending: Promise<void> | undefined;

  function patienceWith({ taskId, kept, delivered, isEnded }: Carried): number {
    if (followed.has(taskId) || kept.size - delivered >= muchBytes) return promptMs;
    return isEnded ? endedMs : patientMs;
  }

  function plan(inMs: number): void {
    const atMs = nowMs() + inMs;
    if (sending !== undefined || stopped.signal.aborted || dueMs <= atMs) return;
    clearTimeout(timer);
    dueMs = atMs;
    timer = setTimeout(() => {
      dueMs = Infinity;
      sending = send().finally(() => {
        sending = undefined;
        planNext();
      });
    }, inMs);
  }

  function planNext(): void {
    const soonest = Math.min(...[...waiting.values()].filter(isDue).map(patienceWith));
    if (soonest < Infinity) plan(soonest);
  }

  /** Sends what there is, once; waits when RenderAPI is away. */
  async function send(): Promise<void> {
    for (let failures = 1; !stopped.signal.aborted; failures++) {
      const pieces = await gather();
      if (pieces.length === 0) return;
      try {
        take(pieces, await api.postLogs(pieces, stopped.signal));
        return;
      } catch (error) {
        if (error instanceof LinkRefusal) {
          log.warn(
            { err: error },
            'RenderAPI does not take the logs of renderers; they stay on this machine',
          );
          for (const { leaseId } of pieces) waiting.delete(leaseId);
          return;
        }
        log.debug({ err: error }, 'logs could not be sent; trying again');
        await api.untilWorthTrying(failures, stopped.signal).catch(() => undefined);
      }
    }
  }

  async function gather(): Promise<LogPiece[]> {
    const pieces: LogPiece[] = [];
    let room: number = linkLimits.logBytes;
    const due = [...waiting.values()].filter(isDue).sort((a, b) => patienceWith(a) - patienceWith(b));
    for (const carried of due.slice(0, mostPieces)) {
      if (room <= 0) break;
      const piece = await pieceOf(carried, Math.min(room, pieceBytes));
      pieces.push(piece);
      room -= piece.bytes.length;
    }
    return pieces;
  }

  function take(pieces: readonly LogPiece[], { leases }: LogReceipts): void {
    const receipts = new Map(leases.map((receipt) => [receipt.leaseId, receipt]));
    for (const { leaseId, isEnd } of pieces) {
      const carried = waiting.get(leaseId);
      const receipt = receipts.get(leaseId);
      if (carried === undefined) continue;
      if (receipt === undefined || receipt.refusal !== null) {
        log.debug({ leaseId, refusal: receipt?.refusal }, 'RenderAPI does not want a log');
        waiting.delete(leaseId);
        continue;
      }
      carried.delivered = receipt.size;
      if (isEnd && receipt.size >= carried.kept.size) waiting.delete(leaseId);
    }
  }

  function boundWaiting(): void {
    if (waiting.size <= mostWaiting) return;
    const oldest = [...waiting.values()].find(({ isEnded }) => isEnded);
    if (oldest !== undefined) waiting.delete(oldest.leaseId);
  }

  return {
    note({ leaseId, taskId, kept }, isEnded) {
      let carried = waiting.get(leaseId);
      if (carried === undefined) {
        carried = { leaseId, taskId, kept, delivered: 0, isEnded };
        waiting.set(leaseId, carried);
        boundWaiting();
      }
      carried.isEnded ||= isEnded;
      plan(patienceWith(carried));
    },
    offer(leftover) {
      waiting.set(leftover.leaseId, { ...leftover, delivered: leftover.kept.size, isEnded: true });
      boundWaiting();
      plan(endedMs);
    },
    carries: (leaseId) => waiting.has(leaseId),
    follow(taskIds) {
      followed = new Set(taskIds);
      planNext();
    },
    async stop() {
      clearTimeout(timer);
      const limit = setTimeout(() => {
        stopped.abort(new Error('HPCServer is ending'));
      }, farewellMs);
      await sending;
      if ([...waiting.values()].some(isDue)) await sendOnce();
      clearTimeout(limit);
      stopped.abort(new Error('HPCServer is ending'));
    },
  };

  async function sendOnce(): Promise<void> {
    const pieces = await gather();
    await api.postLogs(pieces, stopped.signal).catch(() => undefined);
  }
}

function isDue({ kept, delivered, isEnded }: Carried): boolean {
  return isEnded || kept.size > delivered;
}

async function pieceOf(carried: Carried, most: number): Promise<LogPiece> {
  const { leaseId, taskId, delivered } = carried;
  return { leaseId, taskId, after: delivered, ...(await readPiece(carried, most)) };
}
