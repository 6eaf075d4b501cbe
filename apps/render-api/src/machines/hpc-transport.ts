import type { Machine } from '@renderonline/database';
import { defaultRetryPolicy } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { LogDesk } from '../attempt-logs/log-desk.ts';
import type { Clock } from '../scheduling/clock.ts';
import { createHpcCalls } from './hpc-calls.ts';
import { createHpcMachine, type HpcMachine, type HpcMachineRow } from './hpc-machine.ts';
import type { MachineListener, MachineTransport } from './machine-transport.ts';

export interface HpcTransportDependencies {
  /** The rows of `machines`; those that are reached otherwise are left alone. */
  readonly listMachines: () => Promise<readonly Machine[]>;
  /** Takes what renderers say. */
  readonly logs: Pick<LogDesk, 'take'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly settings: {
    readonly machinePollIntervalMs: number;
    readonly machineIdlePollIntervalMs: number;
    readonly machineRequestTimeoutMs: number;
    readonly machineSilentAfterMs: number;
  };
}

/** A machine that was switched on is found within this time: one refused connection more costs nothing. */
const longestRetryMs = 10_000;

interface WatchedMachine {
  readonly key: string;
  readonly machine: HpcMachine;
}

/**
 * Machines that listen: HPCServers of 1.x and ours, each asked on its own, so that a slow one delays nobody.
 * A disabled row's machine is asked until what it renders has ended.
 */
export function createHpcTransport(dependencies: HpcTransportDependencies): MachineTransport {
  const { clock, random, settings, logs, log } = dependencies;
  const watched = new Map<number, WatchedMachine>();
  let calls = createHpcCalls(settings.machineRequestTimeoutMs);
  let listener: MachineListener | undefined;
  let holding: ReadonlySet<number> = new Set();

  async function listHpcMachines(): Promise<Machine[]> {
    return (await dependencies.listMachines()).filter(({ transport }) => transport === 'hpc');
  }

  function create(row: Machine, holdsLease: boolean): HpcMachine {
    return createHpcMachine({
      machineId: row.machineId,
      ...asMachineRow(row),
      address: { host: row.ipAddress, port: row.port },
      holdsLease,
      ...{ calls, logs, log },
      clock,
      random,
      policy: { ...defaultRetryPolicy, backoffMaxMs: longestRetryMs },
      pollIntervalMs: settings.machinePollIntervalMs,
      idlePollIntervalMs: settings.machineIdlePollIntervalMs,
      silentAfterMs: settings.machineSilentAfterMs,
    });
  }

  function update(row: Machine, listenerNow: MachineListener): void {
    const key = JSON.stringify([row.ipAddress, row.port]);
    const known = watched.get(row.machineId);
    if (known?.key === key) {
      known.machine.update(asMachineRow(row));
      return;
    }
    known?.machine.close();
    const machine = create(row, holding.has(row.machineId) || (known?.machine.isRendering() ?? false));
    watched.set(row.machineId, { key, machine });
    machine.watch(listenerNow);
  }

  function remove(machineId: number): void {
    watched.get(machineId)?.machine.close();
    watched.delete(machineId);
    listener?.({ kind: 'removed', machineId });
  }

  async function refresh(): Promise<void> {
    const listenerBefore = listener;
    if (listenerBefore === undefined) return;
    const rows = await listHpcMachines();
    if (listener !== listenerBefore) return;
    const wanted = rows.filter((row) => row.isEnabled || isNeeded(row.machineId));
    const ids = new Set(wanted.map(({ machineId }) => machineId));
    for (const machineId of watched.keys()) if (!ids.has(machineId)) remove(machineId);
    // A machine that holds a lease and has no row any more: nobody will ever hear of it.
    for (const machineId of holding) if (!ids.has(machineId)) remove(machineId);
    for (const row of wanted) update(row, listenerBefore);
    holding = new Set();
  }

  function isNeeded(machineId: number): boolean {
    return holding.has(machineId) || (watched.get(machineId)?.machine.isRendering() ?? false);
  }

  /** The machine for an order: also when nobody watches (a RenderAPI that does not schedule cancels, too). */
  async function find(machineId: number): Promise<HpcMachine | undefined> {
    const known = watched.get(machineId);
    if (known !== undefined) return known.machine;
    const row = (await listHpcMachines()).find((one) => one.machineId === machineId);
    return row && create(row, false);
  }

  return {
    kind: 'hpc',
    open(newListener, newHolding) {
      listener = newListener;
      holding = newHolding;
    },
    refresh,
    async startLease(order) {
      const machine = watched.get(order.machineId)?.machine;
      return machine?.start(order) ?? { kind: 'not-reached', message: 'the machine is not watched any more' };
    },
    async stopLease(order) {
      try {
        const machine = await find(order.machineId);
        // Without a row there is nobody to ask, and nobody who could be waited for.
        return (
          (await machine?.stop(order)) ?? { kind: 'unclear', message: 'the machine has no row any more' }
        );
      } catch (error) {
        return { kind: 'unclear', message: error instanceof Error ? error.message : String(error) };
      }
    },
    retractLease: () => undefined,
    closeSession: () => undefined,
    async close() {
      listener = undefined;
      for (const { machine } of watched.values()) machine.close();
      watched.clear();
      calls.close();
      calls = createHpcCalls(settings.machineRequestTimeoutMs);
    },
  };
}

function asMachineRow(row: Machine): HpcMachineRow {
  return { name: nameOf(row), tags: row.tags, acceptsWork: row.isEnabled && !row.isDrained };
}

function nameOf({ name, ipAddress, port }: Machine): string {
  if (name !== '') return name;
  return ipAddress.includes(':') ? `[${ipAddress}]:${port}` : `${ipAddress}:${port}`;
}
