import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { openDatabase } from '../../packages/database/src/index.ts';
import type { ConnectOrder, FleetOrder, FleetReport } from './fleet-messages.ts';
import type { MachineIdentity } from './simulated-machine.ts';

/** Simulated machines in a process of their own. */
export interface Fleet {
  connect(order: ConnectOrder): Promise<void>;
  kill(machineId: number): void;
  freeze(machineId: number): void;
  count(options?: { readonly withStarts: boolean }): Promise<Extract<FleetReport, { kind: 'counted' }>>;
  end(): void;
}

export function startFleet(): Fleet {
  const child = fork(join(import.meta.dirname, 'fleet-main.ts'));
  const tell = (order: FleetOrder) => child.send(order);
  const answer = async () => {
    const [report] = (await once(child, 'message', { signal: AbortSignal.timeout(120_000) })) as [
      FleetReport,
    ];
    if (report.kind === 'failed') throw new Error(report.message);
    return report;
  };
  return {
    async connect(order) {
      tell({ kind: 'connect', ...order });
      await answer();
    },
    kill: (machineId) => tell({ kind: 'kill', machineId }),
    freeze: (machineId) => tell({ kind: 'freeze', machineId }),
    async count({ withStarts } = { withStarts: false }) {
      tell({ kind: 'count', withStarts });
      const report = await answer();
      if (report.kind !== 'counted') throw new Error(`the fleet answered ${report.kind}`);
      return report;
    },
    end: () => child.kill('SIGKILL'),
  };
}

/** Writes machines with credentials straight into a farm's database: pairing ten thousand would take its time. */
export async function addLinkMachines(connectionString: string, count: number): Promise<MachineIdentity[]> {
  const database = await openDatabase(connectionString);
  try {
    const identities: MachineIdentity[] = [];
    await database.transaction(async (trx) => {
      for (let number = 1; number <= count; number++) {
        const secret = randomBytes(32).toString('base64url');
        const { insertId } = await trx
          .insertInto('machines')
          .values({ ip_address: '127.0.0.1', port: 0, name: `bench-${number}`, transport: 'link' })
          .executeTakeFirstOrThrow();
        const machineId = Number(insertId);
        await trx
          .insertInto('machine_credentials')
          .values({
            machine_id: machineId,
            secret_hash: createHash('sha256').update(secret).digest('hex'),
            created_at: '2026-01-01 00:00:00.000',
          })
          .execute();
        identities.push({ machineId, secret });
      }
    });
    return identities;
  } finally {
    await database.close();
  }
}
