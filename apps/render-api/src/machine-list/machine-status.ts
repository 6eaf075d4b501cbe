import { matchMessage, Fingerprint, type MachineList, type MachineStatus } from '@renderonline/contract';
import {
  listMachines,
  listQueuedTaskIds,
  type Database,
  type Machine,
  type User,
} from '@renderonline/database';
import { readPhrases, say } from '@renderonline/domain';
import type { MachineFingerprint } from '../machines/machine-transport.ts';
import type { MachineView } from '../scheduling/machines/machine-view.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { currentFrameView } from '../tasks/task-snapshots.ts';
import { nullableTimeText } from '../tasks/time-text.ts';
import { withOwnTasks } from './concealed.ts';

export interface MachineListDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'machines' | 'isLeader'>;
}

/** As `listMachineStatus`, for a user: admins see everything, others what of it is theirs. */
export async function machineListFor(
  dependencies: MachineListDependencies,
  { userId, role }: Pick<User, 'userId' | 'role'>,
): Promise<MachineList> {
  const list = await listMachineStatus(dependencies);
  if (role === 'admin') return list;
  const taskIds = new Set(await listQueuedTaskIds(dependencies.database.db, { userId }));
  const machines = list.machines.map((machine) => withOwnTasks(machine, (taskId) => taskIds.has(taskId)));
  return { ...list, machines };
}

/**
 * Every machine of the farm: the rows of the database, with what the scheduler sees now. Where another RenderAPI
 * schedules, and for machines that it does not watch yet, the rows alone.
 */
async function listMachineStatus({ database, scheduler }: MachineListDependencies): Promise<MachineList> {
  const rows = await listMachines(database.db);
  const views = new Map(scheduler.machines().map((view) => [view.machineId, view]));
  return {
    isScheduling: scheduler.isLeader(),
    machines: rows.map((row) => {
      const view = views.get(row.machineId);
      return view === undefined ? statusOfRow(row) : { ...statusOfRow(row), ...statusOfView(view) };
    }),
  };
}

function statusOfView(
  view: MachineView,
): Omit<MachineStatus, 'fingerprint' | 'schedule'> & Partial<MachineStatus> {
  const { load } = view;
  return {
    machineId: view.machineId,
    name: view.name,
    transport: view.transport,
    state: view.state,
    acceptsWork: view.acceptsWork,
    whyNot: view.whyNot,
    quarantineReason: view.quarantineReason,
    problem: view.problem,
    reasonPhrases: reasonPhrasesOf(view),
    slots: view.slots,
    tags: [...view.tags],
    engines: view.engines.map(({ name, version, hasSessions }) => ({ name, version, hasSessions })),
    // A machine that has not come back yet is still what it said it was.
    ...(view.fingerprint === null ? {} : { fingerprint: fingerprintView(view.fingerprint) }),
    load: load && {
      loadAverage: load.loadAverage,
      cpuFraction: load.cpuFraction,
      freeMemoryMb: load.freeMemoryMb,
      freeDiskMb: load.freeDiskMb,
      isUserActive: load.isUserActive,
      cpuCelsius: load.cpuCelsius ?? null,
      gpuCelsius: load.gpuCelsius ?? null,
      gpuFraction: load.gpuFraction ?? null,
    },
    leases: view.leases.map(({ leaseId, taskId, isRunning }) => ({ leaseId, taskId, isRunning })),
    currentFrames: view.currentFrames.map((current) => ({
      taskId: current.taskId,
      ...currentFrameView(current),
    })),
    lastHeardAt: nullableTimeText(view.lastHeardAtMs),
    retryAt: nullableTimeText(view.retryAtMs),
  };
}

function statusOfRow(row: Machine): MachineStatus {
  const fingerprint = matchMessage(Fingerprint, row.fingerprint);
  return {
    machineId: row.machineId,
    name: row.name === '' ? addressOf(row) : row.name,
    transport: row.transport,
    state: 'unknown',
    acceptsWork: row.isEnabled && !row.isDrained && row.quarantineReason === null,
    whyNot: whyNotOf(row),
    quarantineReason: row.quarantineReason,
    problem: null,
    reasonPhrases: reasonPhrasesOf({
      quarantineReason: row.quarantineReason,
      problem: null,
      whyNot: whyNotOf(row),
    }),
    slots: row.slots,
    schedule: row.schedule,
    tags: [...row.tags],
    engines: (fingerprint?.engines ?? []).map(({ name, version, hasSessions }) => ({
      name,
      version,
      hasSessions,
    })),
    fingerprint: fingerprint === undefined ? null : fingerprintView(fingerprint),
    load: null,
    leases: [],
    currentFrames: [],
    lastHeardAt: nullableTimeText(row.lastSeenAtMs),
    retryAt: null,
  };
}

/** Of the most serious reason why a machine gets nothing new. */
export function reasonPhrasesOf({
  quarantineReason,
  problem,
  whyNot,
}: Pick<MachineStatus, 'quarantineReason' | 'problem' | 'whyNot'>): MachineStatus['reasonPhrases'] {
  return [...readPhrases(quarantineReason ?? problem ?? whyNot)];
}

function whyNotOf({ isEnabled, isDrained }: Machine): string | null {
  if (!isEnabled) return say('machine-off');
  return isDrained ? say('machine-drained') : null;
}

function addressOf({ ipAddress, port, machineId, transport }: Machine): string {
  return transport === 'link' ? `machine ${machineId}` : `${ipAddress}:${port}`;
}

/** What both the scheduler and the database's JSON hold of it, and people want to see. */
function fingerprintView(of: MachineFingerprint): NonNullable<MachineStatus['fingerprint']> {
  const { hostName, os, arch, cores, memoryMb, gpus } = of;
  return {
    hostName,
    os,
    arch,
    cores,
    memoryMb,
    gpus: gpus.map(({ name, memoryMb: ofGpu }) => ({ name, memoryMb: ofGpu })),
    hpcServerVersion: of.hpcServerVersion ?? null,
  };
}
