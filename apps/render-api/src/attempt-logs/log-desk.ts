import { linkLimits, type LogPiece, type LogReceipts } from '@renderonline/contract';
import { findLogOwners, type Database, type LogOwner } from '@renderonline/database';
import { openKeptLog, type KeptLog, type Logger } from '@renderonline/runtime';
import { newAttemptLogPath, requireRoom, storageError } from '@renderonline/storage';
import { dirname } from 'node:path';
import { createFollowedTasks, type FollowedTasks } from './followed-tasks.ts';

/** Something was added to the log of an attempt. */
export interface LogNews {
  readonly taskId: number;
  readonly attemptId: number;
  /** The machine has said all of it. */
  readonly isEnd: boolean;
}

export type LogReceipt = LogReceipts['leases'][number];

/** Takes what machines send of their renderers' logs, and tells those who follow. */
export interface LogDesk {
  /**
   * Keeps pieces of one machine's logs, each only where the log ends, so that nothing is there twice.
   *
   * @throws DomainError 'disk-full', or the system's error: the machine sends them again
   */
  take(machineId: number, pieces: readonly LogPiece[]): Promise<LogReceipt[]>;
  /** Calls back for every piece that was taken; returns how to end that. */
  onNews(listener: (news: LogNews) => void): () => void;
  /** Whether the machine said lately that it has said all of the log. */
  isComplete(attemptId: number): boolean;
  /** The tasks whose logs somebody follows. */
  readonly followed: FollowedTasks;
}

export interface LogDeskInput {
  readonly database: Database;
  readonly log: Logger;
  /** Bytes of an attempt's log that are kept. */
  readonly maxLogBytes: number;
  /** What must stay free on the disk. */
  readonly minFreeBytes: number;
}

/** Logs of which is remembered where they end, and that they have ended; of others it is read from the disk. */
const rememberedLogs = 4096;

/** How systems say that a path is a link, a pipe, or a folder. */
const notPlainCodes: ReadonlySet<string> = new Set(['ELOOP', 'ENXIO', 'EISDIR', 'ENOTDIR', 'EEXIST']);

interface OpenLog {
  readonly kept: KeptLog;
  /** Of two requests at once the second waits. */
  turn: Promise<unknown>;
}

export function createLogDesk(input: LogDeskInput): LogDesk {
  const { database, log, maxLogBytes, minFreeBytes } = input;
  const open = new Map<number, Promise<OpenLog | undefined>>();
  const complete = new Map<number, true>();
  const listeners = new Set<(news: LogNews) => void>();

  async function openLog({ attemptId, filePath }: LogOwner): Promise<OpenLog | undefined> {
    const path = await newAttemptLogPath(filePath, attemptId);
    if (path === undefined) return undefined;
    await requireRoom(dirname(path), minFreeBytes);
    return { kept: await openKeptLog(path, maxLogBytes), turn: Promise.resolve() };
  }

  async function logOf(owner: LogOwner): Promise<OpenLog | undefined> {
    const opening = open.get(owner.attemptId) ?? openLog(owner);
    remember(open, owner.attemptId, opening);
    try {
      return await opening;
    } catch (error) {
      open.delete(owner.attemptId);
      throw error;
    }
  }

  async function takePiece(machineId: number, piece: LogPiece, owner?: LogOwner): Promise<LogReceipt> {
    const { leaseId } = piece;
    const refused = (refusal: string): LogReceipt => ({ leaseId, size: 0, refusal });
    if (owner?.machineId !== machineId || owner.taskId !== piece.taskId) {
      return refused('this machine never had such a lease');
    }
    const opened = await logOf(owner);
    if (opened === undefined) return refused("the task's folder is gone");
    const adding = opened.turn.then(() => add(opened.kept, piece));
    opened.turn = adding.catch(() => undefined);
    try {
      const { hasGrown } = await adding;
      const { size } = opened.kept;
      const isEnd = piece.isEnd && size >= piece.offset + piece.bytes.length;
      if (isEnd) {
        remember(complete, leaseId, true);
        open.delete(leaseId);
      }
      if (hasGrown || isEnd) tell({ taskId: owner.taskId, attemptId: leaseId, isEnd });
      return { leaseId, size, refusal: null };
    } catch (error) {
      // How much of it was written the disk knows. The folder may have gone with its task.
      open.delete(leaseId);
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return refused("the task's folder is gone");
      // Thrown, it would keep the machine from sending its other logs, for good.
      if (notPlainCodes.has(code)) return refused("what lies in the log's place is no file of ours");
      throw storageError(error, dirname(opened.kept.path));
    }
  }

  function tell(news: LogNews): void {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        log.error({ ...news, err: error }, 'a follower of logs failed');
      }
    }
  }

  return {
    followed: createFollowedTasks(linkLimits.leases),
    async take(machineId, pieces) {
      const attemptIds = [...new Set(pieces.map(({ leaseId }) => leaseId))];
      const owners = await findLogOwners(database.db, { attemptIds });
      const byAttempt = new Map(owners.map((owner) => [owner.attemptId, owner]));
      const receipts: LogReceipt[] = [];
      for (const piece of pieces)
        receipts.push(await takePiece(machineId, piece, byAttempt.get(piece.leaseId)));
      return receipts;
    },
    onNews(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    isComplete: (attemptId) => complete.has(attemptId),
  };
}

/** Adds what is new in a piece, unless something before it is missing here. */
async function add(kept: KeptLog, { after, offset, bytes }: LogPiece): Promise<{ hasGrown: boolean }> {
  const before = kept.size;
  if (after > before) return { hasGrown: false };
  if (offset > before) kept.skipTo(offset);
  const known = Math.max(0, kept.size - offset);
  if (known < bytes.length) await kept.append(bytes.subarray(known));
  return { hasGrown: kept.size > before };
}

function remember<Value>(map: Map<number, Value>, key: number, value: Value): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= rememberedLogs) return;
    map.delete(oldest);
  }
}
