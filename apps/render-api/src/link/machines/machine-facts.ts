import type { Heartbeat, Hello, LinkAbility, LinkSettings } from '@renderonline/contract';
import type { Machine } from '@renderonline/database';
import { say } from '@renderonline/domain';
import type { HeldReport, ReachableReport } from '../../machines/machine-transport.ts';

/** With the leases that wait behind them they fit into one message. */
const maxSlots = 256;

/** What is known of a connected machine: its row, its greeting, and its last word. */
export interface MachineFacts {
  readonly row: Machine;
  readonly hello: Hello;
  readonly heartbeat: Heartbeat | undefined;
}

/** The report that says what a machine is and whether it takes work. */
export function reachableReport(
  { row, hello, heartbeat }: MachineFacts,
  held: readonly HeldReport[] | null,
): ReachableReport {
  const { fingerprint } = hello;
  const { acceptsWork, whyNot } = willingness(row, heartbeat);
  return {
    kind: 'reachable',
    machineId: row.machineId,
    name: nameOf(row),
    engines: fingerprint.engines.map(({ name, version, hasSessions }) => ({ name, version, hasSessions })),
    slots: slotsOf(row, hello),
    tags: row.tags,
    gpuCount: fingerprint.gpus.length,
    fetchesProjects: knows(hello, 'manifests'),
    memoryMb: fingerprint.memoryMb,
    acceptsWork,
    whyNot,
    attempt: null,
    held,
    fingerprint: { ...fingerprint, hpcServerVersion: hello.agentVersion },
  };
}

/** What a machine is told of its row. */
export function settingsOf(row: Machine, hello: Hello): LinkSettings {
  return {
    drained: row.isDrained || !row.isEnabled,
    schedule: row.schedule,
    yieldsToUser: row.yieldsToUser,
    slots: slotsOf(row, hello),
  };
}

/** An agent may be older than RenderAPI: what it does not name would end its connection, or be rendered wrongly. */
export function knows(hello: Hello, ability: LinkAbility): boolean {
  return hello.knows?.includes(ability) === true;
}

/** For people. */
export function nameOf(row: Machine): string {
  return row.name === '' ? `machine ${row.machineId}` : row.name;
}

/** What its own configuration says counts before its row. */
function slotsOf(row: Machine, hello: Hello): number {
  return Math.min(hello.slots ?? row.slots, maxSlots);
}

function willingness(row: Machine, heartbeat: Heartbeat | undefined) {
  if (!row.isEnabled) return { acceptsWork: false, whyNot: say('machine-off+disabled') };
  if (row.isDrained) return { acceptsWork: false, whyNot: say('machine-drained') };
  // Before its first heartbeat it is taken at its greeting; it declines what it does not want.
  if (heartbeat === undefined || heartbeat.acceptsWork) return { acceptsWork: true, whyNot: null };
  return { acceptsWork: false, whyNot: heartbeat.whyNot };
}
