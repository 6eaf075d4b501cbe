import { setQuarantine, type Machine } from '@renderonline/database';
import type { TermContext } from '../term/term-context.ts';

/** Keeps the farm's quarantines and the database's together. */
export interface Quarantines {
  /** The farm put a machine into quarantine; written down after the commit. */
  write(machineId: number, reason: string): void;
  /** Takes note of what people changed. */
  note(rows: readonly Pick<Machine, 'machineId' | 'quarantineReason'>[]): void;
}

export function createQuarantines(context: TermContext): Quarantines {
  const { farm, database, log } = context;
  /** Known to be in the database: when such a one is gone there, somebody released the machine. */
  const written = new Set<number>();

  return {
    write(machineId, reason) {
      context.changes.after(() => {
        setQuarantine(database.db, { machineId, reason }).then(
          () => written.add(machineId),
          (error: unknown) => {
            log.warn(
              { machineId, err: error },
              'a quarantine could not be written; it holds until a restart',
            );
          },
        );
      });
    },
    note(rows) {
      const quarantined = farm.quarantined();
      for (const { machineId, quarantineReason } of rows) {
        if (quarantineReason !== null) {
          written.add(machineId);
          if (!quarantined.has(machineId)) farm.quarantine(machineId, quarantineReason);
        } else if (written.delete(machineId)) {
          farm.release(machineId);
          context.requestStep();
        }
      }
    },
  };
}
