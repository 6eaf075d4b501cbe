import { setMachineSeen, updateMachine, type Database, type Machine } from '@renderonline/database';
import type { Hello } from '@renderonline/contract';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../../scheduling/clock.ts';

/** Writes down what machines are and when they were last there, without anybody waiting for it. */
export interface MachineNotes {
  greeted(row: Machine, hello: Hello, remoteAddress: string): void;
  seen(machineId: number): void;
  /** Writes what is waiting. Never throws. */
  flush(): Promise<void>;
}

/** How long notes are gathered. */
const flushAfterMs = 10_000;

type Facts = Pick<Machine, 'machineId' | 'ipAddress' | 'fingerprint'>;

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
      for (const { machineId, ipAddress, fingerprint } of changed) {
        await updateMachine(database.db, { machineId, ipAddress, fingerprint });
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
    greeted(row, hello, remoteAddress) {
      seen.set(row.machineId, clock.nowMs());
      const isKnown =
        row.ipAddress === remoteAddress &&
        JSON.stringify(row.fingerprint) === JSON.stringify(hello.fingerprint);
      if (!isKnown) {
        const { machineId } = row;
        facts.set(machineId, { machineId, ipAddress: remoteAddress, fingerprint: hello.fingerprint });
      }
      soon();
    },
    seen(machineId) {
      seen.set(machineId, clock.nowMs());
      soon();
    },
    flush,
  };
}
