import {
  findMachine,
  setMachineSeen,
  updateMachine,
  type Database,
  type Machine,
} from '@renderonline/database';
import type { Hello } from '@renderonline/contract';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../../scheduling/clock.ts';

/** Writes down what machines are and when they were last there, without anybody waiting for it. */
export interface MachineNotes {
  greeted(machineId: number, hello: Hello, remoteAddress: string): void;
  seen(machineId: number): void;
  /** Writes what is waiting. Never throws. */
  flush(): Promise<void>;
}

/** How long notes are gathered. */
const flushAfterMs = 10_000;

type Facts = Pick<Machine, 'machineId' | 'ipAddress' | 'fingerprint'>;

function isSame(row: Facts, facts: Facts): boolean {
  if (row.ipAddress !== facts.ipAddress) return false;
  return JSON.stringify(row.fingerprint) === JSON.stringify(facts.fingerprint);
}

export function createMachineNotes({
  database,
  clock,
  log,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}): MachineNotes {
  /** At most one entry for each machine there is. */
  const facts = new Map<number, Facts>();
  const seen = new Map<number, number>();
  let forget: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  function soon(): void {
    forget ??= clock.setTimer(flushAfterMs, () => {
      forget = undefined;
      void flush();
    });
  }

  async function write(): Promise<void> {
    const machines = [...seen].map(([machineId, seenAtMs]) => ({ machineId, seenAtMs }));
    const changed = [...facts.values()];
    seen.clear();
    facts.clear();
    try {
      if (machines.length > 0) await setMachineSeen(database.db, { machines });
      for (const one of changed) {
        const row = await findMachine(database.db, one);
        // A whole farm that comes back has mostly not changed, and reading is cheaper.
        if (row !== undefined && !isSame(row, one)) await updateMachine(database.db, one);
      }
    } catch (error) {
      // For people to look at only; the next greeting says it again.
      log.warn({ err: error }, 'what machines say of themselves could not be written down');
    }
  }

  function flush(): Promise<void> {
    forget?.();
    forget = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    greeted(machineId, { fingerprint }, ipAddress) {
      seen.set(machineId, clock.nowMs());
      facts.set(machineId, { machineId, ipAddress, fingerprint });
      soon();
    },
    seen(machineId) {
      seen.set(machineId, clock.nowMs());
      soon();
    },
    flush,
  };
}
