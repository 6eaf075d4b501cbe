import type { Logger } from '@renderonline/runtime';
import type { LogDesk } from '../attempt-logs/log-desk.ts';
import type { HpcLogLook } from './hpc-calls.ts';
import type { AttemptReport, LeaseKey } from './machine-transport.ts';

/** Reads what renderers say on a machine that is called over /hpc, and has it kept. */
export interface HpcLogReader {
  /** The machine was looked at: reads on in the logs of its attempts, in the background. */
  seen(attempt: AttemptReport | null): void;
}

export interface HpcLogReaderInput {
  readonly machineId: number;
  /** Asks the machine for the log of an attempt, from so many bytes on. */
  readonly ask: (lease: LeaseKey, from: number) => Promise<HpcLogLook>;
  readonly desk: Pick<LogDesk, 'take'>;
  readonly log: Pick<Logger, 'warn'>;
}

interface ReadLog {
  readonly taskId: number;
  readonly lease: LeaseKey;
  /** Bytes of it that are kept here. */
  from: number;
  /** There is nothing left to be read. */
  isOver: boolean;
}

/** The last attempt is seen again and again; of earlier ones are those left that could not be read to their end. */
const rememberedLogs = 20;
/** Of one log, at one look: as much as a machine keeps of one. */
const mostPieces = 300;

export function createHpcLogReader({ machineId, ask, desk, log }: HpcLogReaderInput): HpcLogReader {
  const logs = new Map<number, ReadLog>();
  let reading: Promise<void> | undefined;

  async function readAll(): Promise<void> {
    for (const one of logs.values()) {
      for (let pieces = 0; pieces < mostPieces && !one.isOver; pieces++) if (!(await readMore(one))) break;
    }
  }

  /** @returns whether there may be more at once */
  async function readMore(one: ReadLog): Promise<boolean> {
    const { lease, taskId, from } = one;
    const look = await ask(lease, from);
    if (look.kind === 'failed') return false;
    if (look.kind === 'none') {
      one.isOver = true;
      return false;
    }
    const { offset, bytes, isEnd } = look;
    const piece = { leaseId: lease.leaseId, taskId, after: from, offset, bytes, isEnd };
    const [receipt] = await desk.take(machineId, [piece]);
    // What was read before RenderAPI was started is there: it goes on behind it.
    one.from = receipt?.size ?? from;
    one.isOver = receipt?.refusal !== null || (isEnd && one.from >= offset + bytes.length);
    return one.from > from;
  }

  function remember({ taskId, lease }: AttemptReport): void {
    if (lease === null || lease === 'other' || logs.has(lease.leaseId)) return;
    logs.set(lease.leaseId, { taskId, lease, from: 0, isOver: false });
    for (const oldest of logs.keys()) {
      if (logs.size <= rememberedLogs) return;
      logs.delete(oldest);
    }
  }

  return {
    seen(attempt) {
      if (attempt !== null) remember(attempt);
      if (reading !== undefined || ![...logs.values()].some(({ isOver }) => !isOver)) return;
      reading = readAll()
        .catch((error: unknown) => {
          // As when the disk is full: it is tried again when the machine is looked at again.
          log.warn({ err: error, machineId }, 'the log of a renderer cannot be kept yet');
        })
        .finally(() => {
          reading = undefined;
        });
    },
  };
}
