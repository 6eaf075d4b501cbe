import {
  findMachineCredential,
  listArgumentTypes,
  listMachines,
  type Database,
  type Machine,
} from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { WebSocket } from 'ws';
import { say } from '@renderonline/domain';
import type {
  LeaseOrder,
  LeaseTask,
  LiveLeases,
  MachineListener,
  MachineTransport,
  StartAnswer,
} from '../machines/machine-transport.ts';
import type { FollowedTasks } from '../attempt-logs/followed-tasks.ts';
import type { Clock } from '../scheduling/clock.ts';
import { LinkConnection } from './connection/link-connection.ts';
import {
  connectionLimits,
  type ConnectionLimits,
  type ContentsPlace,
  type LinkSettings,
} from './link-settings.ts';
import type { MachineSurroundings } from './machines/greeted.ts';
import { LinkMachine } from './machines/link-machine.ts';
import { createTaskTexts, type RenderLimits, type ToldProject } from './machines/task-texts.ts';
import { nameOf } from './machines/machine-facts.ts';
import { createMachineNotes } from './machines/machine-notes.ts';
import type { ProjectHashes } from './machines/project-hashes.ts';
import type { StepProjects } from './projects/step-projects.ts';
import type { ContentNeighbours } from './neighbours/content-neighbours.ts';

/** Machines that connect to us. */
export interface LinkTransport extends MachineTransport {
  /** Whether machines may connect: this RenderAPI schedules. */
  isOpen(): boolean;
  /** Takes a WebSocket that has authenticated itself as this machine. */
  accept(socket: WebSocket, row: Machine, remoteAddress: string): void;
}

export interface LinkTransportDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hashes: ProjectHashes;
  readonly steps: StepProjects;
  /** Those that share what they have fetched. */
  readonly neighbours: ContentNeighbours;
  /** Tasks whose logs somebody follows: the machines are told. */
  readonly followed: FollowedTasks;
  readonly settings: LinkSettings & RenderLimits & ContentsPlace;
  readonly limits?: ConnectionLimits;
}

/** One term of the scheduler. */
interface Term {
  readonly around: MachineSurroundings;
  readonly machines: Map<number, LinkMachine>;
  readonly end: () => void;
  holding: ReadonlySet<number>;
}

/** How often silence is looked for: several times within the time that it takes. */
function sweepIntervalOf(silentAfterMs: number): number {
  return Math.min(500, Math.max(10, Math.floor(silentAfterMs / 8)));
}

/** How often it is written down that a connected machine is there. */
const noteSeenMs = 60_000;

/** A sweep that is late by more: this process was not running. */
const lateMs = 500;

/**
 * The transport of machines that keep a connection to us (docs/machine-link.md). Nothing of them is known before
 * `open`, nor after `close`: what counts is in the database and in the machines' outboxes.
 */
export function createLinkTransport(dependencies: LinkTransportDependencies): LinkTransport {
  const { database, clock, log, neighbours, followed, settings } = dependencies;
  const limits = dependencies.limits ?? connectionLimits;
  const notes = createMachineNotes({ database, clock, log });
  const taskTexts = createTaskTexts(settings);
  let term: Term | undefined;
  let argumentNames: readonly string[] | undefined;

  function begin(report: MachineListener, holding: ReadonlySet<number>, liveLeases: LiveLeases): Term {
    const around: MachineSurroundings = {
      report,
      liveLeases,
      clock,
      settings,
      limits,
      neighbours,
      acknowledgeSoon: createAcknowledging(),
      followedTasks: () => followed.list(),
      onGreeting: (machineId, hello, remoteAddress) => {
        notes.greeted(machineId, hello, remoteAddress);
      },
    };
    const machines = new Map<number, LinkMachine>();
    const endFollowing = followed.onChange(() => {
      for (const machine of machines.values()) machine.followLogs();
    });
    const endSweep = keepSweeping(machines);
    return {
      ...{ around, machines, holding },
      end() {
        endFollowing();
        endSweep();
      },
    };
  }

  function keepSweeping(machines: ReadonlyMap<number, LinkMachine>): () => void {
    const everyMs = sweepIntervalOf(settings.silentAfterMs);
    let sweptAtMs = clock.monotonicMs();
    let notedAtMs = sweptAtMs;
    let forget = clock.setTimer(everyMs, sweep);
    function sweep(): void {
      const now = clock.monotonicMs();
      // What came in while we stood still waits to be read; meanwhile nobody was silent.
      const late = Math.max(0, now - sweptAtMs - everyMs);
      const isNoting = now - notedAtMs >= noteSeenMs;
      if (isNoting) notedAtMs = now;
      sweptAtMs = now;
      for (const machine of machines.values()) {
        const isConnected = machine.sweep(now, late > lateMs ? late : 0);
        if (isConnected && isNoting) notes.seen(machine.row.machineId);
      }
      forget = clock.setTimer(everyMs, sweep);
    }
    return () => {
      forget();
    };
  }

  async function refresh(): Promise<void> {
    const current = term;
    if (current === undefined) return;
    const rows = await listMachines(database.db, { transport: 'link', withFacts: false });
    await readArgumentNames();
    if (term !== current) return;
    const { machines, holding, around } = current;
    const ids = new Set(rows.map(({ machineId }) => machineId));
    for (const machineId of new Set([...machines.keys(), ...holding])) {
      if (!ids.has(machineId)) remove(current, machineId);
    }
    for (const row of rows) {
      const machine = machines.get(row.machineId);
      if (machine !== undefined) {
        if (hasChanged(machine.row, row)) machine.setRow(row);
        if (!row.isEnabled && (await isRevoked(row.machineId)) && term === current)
          remove(current, row.machineId);
      } else if (row.isEnabled || holding.has(row.machineId)) {
        machines.set(row.machineId, new LinkMachine(row, around));
        around.report(notConnectedReport(row));
      }
    }
    if (term === current) current.holding = new Set();
  }

  function remove({ machines, around }: Term, machineId: number): void {
    machines.get(machineId)?.revoke();
    machines.delete(machineId);
    around.report({ kind: 'removed', machineId });
  }

  async function isRevoked(machineId: number): Promise<boolean> {
    const credential = await findMachineCredential(database.db, { machineId });
    return credential === undefined || credential.revokedAtMs !== null;
  }

  async function readArgumentNames(): Promise<readonly string[]> {
    const types = await listArgumentTypes(database.db);
    const names = types.map(({ argtypeId }) => argtypeId);
    // The same list as long as it says the same: what was made from it stays good.
    if (argumentNames === undefined || names.join('\n') !== argumentNames.join('\n')) argumentNames = names;
    return argumentNames;
  }

  async function toldProject({
    fileName,
    fileSize,
    input,
    manifest: own,
    ...task
  }: LeaseTask): Promise<ToldProject> {
    if (input === null) {
      return { fileName, size: fileSize, sha256: await dependencies.hashes.of(task), manifest: own };
    }
    const { manifest, summary } = await dependencies.steps.of(input);
    const main = manifest.files.find(({ path }) => path === manifest.mainPath);
    if (main === undefined) throw new Error('A manifest has its main file.');
    return { fileName: main.path, size: main.size, sha256: main.sha256, manifest: summary };
  }

  async function startLease(order: LeaseOrder): Promise<StartAnswer> {
    const machine = term?.machines.get(order.machineId);
    if (machine?.canTake() !== true) return { kind: 'not-reached', message: 'the machine is not connected' };
    const { task } = order;
    if (task.argumentTemplate === null) {
      return { kind: 'refused', message: 'a task that a 1.x program submitted is for machines of /hpc' };
    }
    try {
      const [names, project] = await Promise.all([argumentNames ?? readArgumentNames(), toldProject(task)]);
      return machine.offer(order, taskTexts.of(task, task.argumentTemplate, names, project))
        ? { kind: 'sent' }
        : { kind: 'not-reached', message: 'the machine is not connected any more' };
    } catch (error) {
      return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    kind: 'link',
    open(listener, holding, liveLeases) {
      term = begin(listener, holding, liveLeases);
    },
    refresh,
    startLease,
    async stopLease({ machineId, lease, limitMs }) {
      const machine = term?.machines.get(machineId);
      if (machine === undefined) return { kind: 'unclear', message: 'the machine is not connected here' };
      // A machine of the link knows its renders by their leases; what has none is ended when it connects.
      if (lease === null) return { kind: 'unclear', message: 'the render has no lease' };
      return machine.stop(lease.leaseId, limitMs);
    },
    retractLease(order) {
      term?.machines.get(order.machineId)?.retract(order);
    },
    closeSession({ machineId, taskId }) {
      term?.machines.get(machineId)?.closeSession(taskId);
    },
    async close() {
      const ending = term;
      term = undefined;
      if (ending !== undefined) {
        ending.end();
        for (const machine of ending.machines.values()) machine.leave('RenderAPI does not schedule any more');
      }
      await notes.flush();
    },
    isOpen: () => term !== undefined,
    accept(socket, row, remoteAddress) {
      if (term === undefined) {
        socket.close(1013, 'RenderAPI does not schedule');
        return;
      }
      let machine = term.machines.get(row.machineId);
      if (machine === undefined) {
        // What it is it says itself, in a moment.
        machine = new LinkMachine({ ...row, fingerprint: null }, term.around);
        term.machines.set(row.machineId, machine);
      }
      const connectionLog = log.child({ machineId: row.machineId });
      const nowMs = () => clock.monotonicMs();
      machine.welcome(
        new LinkConnection({ socket, remoteAddress, owner: machine, limits, nowMs, log: connectionLog }),
      );
    },
  };
}

/** Whether something changed that a connected machine, or the scheduler, is told. */
function hasChanged(before: Machine, after: Machine): boolean {
  return (
    before.name !== after.name ||
    before.isEnabled !== after.isEnabled ||
    before.isDrained !== after.isDrained ||
    before.schedule !== after.schedule ||
    before.yieldsToUser !== after.yieldsToUser ||
    before.slots !== after.slots ||
    before.tags.join() !== after.tags.join()
  );
}

function notConnectedReport(row: Machine) {
  return {
    kind: 'unreachable',
    machineId: row.machineId,
    name: nameOf(row),
    isRefusing: false,
    reason: say('not-connected'),
    retryInMs: null,
    lostInMs: null,
    isFarewell: false,
  } as const;
}

/** Gathers the machines that have something settled, and tells them all in the next turn of the event loop. */
function createAcknowledging(): (machine: LinkMachine) => void {
  const due = new Set<LinkMachine>();
  function tell(): void {
    const machines = [...due];
    due.clear();
    for (const machine of machines) machine.acknowledge();
  }
  return (machine) => {
    if (due.size === 0) setImmediate(tell);
    due.add(machine);
  };
}
