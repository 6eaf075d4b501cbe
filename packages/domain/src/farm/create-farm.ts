import { isMachineGone } from '../failures/failure-cause.ts';
import { decide, nextWakeMs } from './decide.ts';
import { endAtNoCost, endLease } from './end-lease.ts';
import { forgetIfOver } from './end-task.ts';
import { forecastNewTask } from './forecast-new-task.ts';
import { estimateTask } from './estimate-task.ts';
import type { FarmPolicy } from './farm-policy.ts';
import type { FarmState } from './farm-state.ts';
import type { Farm } from './farm.ts';
import { finishFrame } from './finish-frame.ts';
import { quarantineMachine, releaseMachine } from './judge-machine.ts';
import { LeaseBook } from './lease-book.ts';
import { closeLease, noteFrame, noteStart, takeUpLease } from './live-leases.ts';
import { MachineBook } from './machine-book.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { leasesOf, loseMachine, restAfterLosses } from './lose-machine.ts';
import { noteSessionClosed, noteSessionOpened } from './sessions.ts';
import { Timers } from './structures/timers.ts';
import { countTask } from './task-counts.ts';
import { putTaskRecord, removeTaskRecord } from './task-book.ts';
import { refreshTask } from './task-readiness.ts';
import { UserShares } from './user-shares.ts';
import { whyWaiting } from './why-waiting.ts';

export interface FarmOptions {
  readonly policy: FarmPolicy;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Above every lease id that was ever given. */
  readonly firstLeaseId: number;
  /** A new token that nobody can guess. */
  readonly newToken: () => string;
}

/** An empty farm. */
export function createFarm(options: FarmOptions): Farm {
  const state = emptyState(options);
  return {
    ...taskCalls(state),
    ...machineCalls(state),
    ...leaseCalls(state),
    decide: (nowMs, maxDecisions) => decide(state, nowMs, maxDecisions),
    nextWakeMs: (nowMs) => nextWakeMs(state, nowMs),
  };
}

function emptyState({ policy, random, firstLeaseId, newToken }: FarmOptions): FarmState {
  const machineTimers = new Timers<MachineRecord>();
  const machines = new MachineBook(policy, machineTimers);
  return {
    policy,
    random,
    tasks: new Map(),
    users: new UserShares(),
    queue: new ReadyQueue(
      (demandClass) => {
        machines.classAdded(demandClass);
      },
      (demandClass) => {
        machines.classRemoved(demandClass);
      },
    ),
    machines,
    leases: new LeaseBook(firstLeaseId, newToken),
    taskTimers: new Timers<TaskRecord>(),
    machineTimers,
    leaseTimers: new Timers<LeaseRecord>(),
    arrivals: new Set(),
    tails: new Set(),
    finished: new Set(),
    hasMoreToDecide: false,
    tailDueMs: null,
  };
}

type TaskCalls = Pick<
  Farm,
  | 'putTask'
  | 'removeTask'
  | 'leasesOfTask'
  | 'task'
  | 'estimate'
  | 'forecast'
  | 'whyWaiting'
  | 'sessionClosed'
>;

function taskCalls(state: FarmState): TaskCalls {
  return {
    putTask(task, nowMs) {
      putTaskRecord(state, task, nowMs);
    },
    removeTask(taskId) {
      const task = state.tasks.get(taskId);
      return task === undefined ? [] : removeTaskRecord(state, task, 0);
    },
    leasesOfTask: (taskId) => Array.from(state.tasks.get(taskId)?.leases ?? [], ({ view }) => view),
    task(taskId) {
      const task = state.tasks.get(taskId);
      return task === undefined ? undefined : countTask(task);
    },
    estimate(taskId, nowMs) {
      const task = state.tasks.get(taskId);
      return task === undefined ? undefined : estimateTask(task, nowMs);
    },
    forecast: (task, nowMs) => forecastNewTask(state, task, nowMs),
    whyWaiting(taskId, nowMs) {
      const task = state.tasks.get(taskId);
      return task === undefined ? undefined : whyWaiting(state, task, nowMs);
    },
    sessionClosed(machineId, taskId) {
      const machine = state.machines.get(machineId);
      if (machine !== undefined) noteSessionClosed(state, machine, taskId);
    },
  };
}

type MachineCalls = Pick<
  Farm,
  | 'putMachine'
  | 'loseMachine'
  | 'removeMachine'
  | 'quarantine'
  | 'release'
  | 'quarantined'
  | 'leasesOfMachine'
>;

function machineCalls(state: FarmState): MachineCalls {
  return {
    putMachine(facts) {
      state.machines.setFacts(state.machines.getOrAdd(facts.machineId), facts, state.queue.classes());
    },
    loseMachine: (machineId, nowMs) => loseMachine(state, machineId, nowMs),
    removeMachine(machineId, nowMs) {
      const verdicts = loseMachine(state, machineId, nowMs);
      const machine = state.machines.get(machineId);
      if (machine !== undefined) state.machines.forget(machine);
      return verdicts;
    },
    quarantine(machineId, reason) {
      quarantineMachine(state, state.machines.getOrAdd(machineId), reason);
    },
    release(machineId) {
      const machine = state.machines.get(machineId);
      if (machine !== undefined) releaseMachine(state, machine);
    },
    quarantined() {
      const reasons = new Map<number, string>();
      for (const { machineId, quarantineReason } of state.machines.all()) {
        if (quarantineReason !== null) reasons.set(machineId, quarantineReason);
      }
      return reasons;
    },
    leasesOfMachine(machineId) {
      const machine = state.machines.get(machineId);
      return machine === undefined ? [] : leasesOf(machine).map(({ view }) => view);
    },
  };
}

type LeaseCalls = Pick<
  Farm,
  | 'adoptLease'
  | 'leaseStarted'
  | 'frameStarted'
  | 'frameProgress'
  | 'sessionOpened'
  | 'frameDone'
  | 'leaseEnded'
  | 'leaseDeclined'
  | 'grantConfirmed'
  | 'grantRefused'
  | 'lease'
>;

function leaseCalls(state: FarmState): LeaseCalls {
  const { leases } = state;
  return {
    adoptLease(adopted, nowMs) {
      const task = state.tasks.get(adopted.taskId);
      if (task !== undefined && leases.get(adopted.leaseId) === undefined) {
        takeUpLease(state, adopted, task, nowMs);
      }
    },
    leaseStarted(leaseId, nowMs) {
      const lease = leases.get(leaseId);
      if (lease === undefined) return false;
      if (lease.view.state !== 'running') noteStart(state, lease, nowMs);
      return true;
    },
    frameStarted(leaseId, frame, nowMs) {
      const lease = leases.get(leaseId);
      if (lease !== undefined) noteFrame(state, lease, frame, nowMs);
    },
    frameProgress(leaseId, frame, fraction, nowMs) {
      const lease = leases.get(leaseId);
      if (lease === undefined || !(fraction >= 0 && fraction <= 1)) return;
      // A frame that is rendered waits for its files to arrive.
      if (fraction === 1 && lease.machine.leaving.has(lease)) return;
      if (lease.currentFrame !== frame) noteFrame(state, lease, frame, nowMs);
      if (fraction <= (lease.fraction ?? -1)) return;
      lease.fraction = fraction;
      lease.progressMs = nowMs;
    },
    sessionOpened(leaseId, loadMs) {
      const lease = leases.get(leaseId);
      if (lease !== undefined) noteSessionOpened(state, lease, loadMs);
    },
    frameDone: (leaseId, frame, { renderMs }, nowMs) =>
      finishFrame(state, leases.get(leaseId), frame, renderMs, nowMs),
    leaseEnded(leaseId, end, nowMs) {
      const lease = leases.get(leaseId);
      if (lease === undefined) return undefined;
      const verdict = endLease(state, lease, end, nowMs);
      if (isMachineGone(verdict.cause)) restAfterLosses(state, lease.machine, 1, nowMs);
      return verdict;
    },
    leaseDeclined(leaseId, { restMs }, nowMs) {
      const lease = leases.get(leaseId);
      if (lease === undefined) return undefined;
      const verdict = endAtNoCost(state, lease, { kind: 'canceled' }, nowMs);
      forgetIfOver(state, lease.task, nowMs);
      if (restMs > 0) state.machines.rest(lease.machine, nowMs + restMs);
      return verdict;
    },
    grantConfirmed(leaseId) {
      const lease = leases.get(leaseId);
      if (lease?.view.state === 'granting') lease.view = { ...lease.view, state: 'offered' };
    },
    grantRefused(leaseId) {
      const lease = leases.get(leaseId);
      if (lease === undefined) return;
      lease.task.isStale = true;
      closeLease(state, lease, lease.view.grantedAtMs);
      refreshTask(state, lease.task, lease.view.grantedAtMs);
    },
    lease: (leaseId) => leases.get(leaseId)?.view,
  };
}
