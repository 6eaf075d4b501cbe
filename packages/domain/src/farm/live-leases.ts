import { countFrames } from '../frames/frame-range.ts';
import type { FrameRange } from '../frames/frame-range.ts';
import type { AdoptedLease } from './farm-lease.ts';
import type { FarmState } from './farm-state.ts';
import { frameTimeOn } from './pace.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { topItems } from './structures/top-items.ts';
import { refreshTask } from './task-readiness.ts';
import { leaseTimeLeft } from './time-left.ts';

/** Whether the machine would keep the task's scene open and be fed frame by frame. */
export function usesSessions({ profile }: MachineRecord, { facts, demandClass }: TaskRecord): boolean {
  return facts.adapter === 'blender' && profile?.sessionClasses.has(demandClass) === true;
}

/** What a user is charged with for a frame before anything is known of it; put right at its end. */
const unknownFrameMs = 1000;

/** Gives frames to a machine: a new lease, which counts from now on. The frames are no longer waiting. */
export function openLease(
  state: FarmState,
  order: { task: TaskRecord; machine: MachineRecord; frames: FrameRange; original: LeaseRecord | null },
  nowMs: number,
): LeaseRecord {
  const { task, machine, original } = order;
  const lease = state.leases.grant({
    ...order,
    usesSession: usesSessions(machine, task),
    nowMs,
    ttlMs: state.policy.leaseTtlMs,
  });
  if (original === null) {
    task.framesLeased += countFrames([order.frames]);
  } else {
    lease.copies = [original, ...original.copies];
    for (const copy of lease.copies) copy.copies.push(lease);
    machine.duplicates += 1;
  }
  if (machine.turn?.taskId !== task.taskId) machine.turn = { taskId: task.taskId, sinceMs: nowMs };
  tie(state, lease);
  lease.chargedMs = countFrames([order.frames]) * (frameTimeOn(task, machine) ?? unknownFrameMs);
  state.users.give(task.user, lease.chargedMs);
  refreshTask(state, task, nowMs);
  return lease;
}

/** Takes up a lease from before. */
export function takeUpLease(state: FarmState, adopted: AdoptedLease, task: TaskRecord, nowMs: number): void {
  const machine = state.machines.getOrAdd(adopted.machineId);
  const lease = state.leases.adopt({ task, machine, adopted, usesSession: usesSessions(machine, task) });
  const frame = lease.remaining.length === 1 ? lease.remaining[0]?.first : undefined;
  for (const other of adopted.isDuplicate ? task.leases : []) {
    if (frame === undefined || !isLastFrame(other, frame)) continue;
    lease.copies.push(other);
    other.copies.push(lease);
  }
  if (adopted.isDuplicate) machine.duplicates += 1;
  if (lease.copies.length === 0) task.framesLeased += countFrames(lease.remaining);
  for (const frames of lease.remaining) task.fresh.leaveOut(frames);
  tie(state, lease);
  state.users.adopt(task.user);
  if (adopted.state === 'running') {
    noteStart(state, lease, adopted.startedAtMs ?? nowMs);
    // Since when it is at this frame nobody knows: nothing hangs that was not seen to.
    if (lease.currentFrame !== null) noteFrame(state, lease, lease.currentFrame, nowMs);
  }
  refreshTask(state, task, nowMs);
}

/** Whether the lease has this one frame left and no other. */
export function isLastFrame({ remaining }: LeaseRecord, frame: number): boolean {
  return remaining.length === 1 && remaining[0]?.first === frame && remaining[0].last === frame;
}

function tie(state: FarmState, lease: LeaseRecord): void {
  const { task, machine } = lease;
  task.leases.add(lease);
  const work = task.workers.get(machine);
  if (work === undefined) {
    task.workers.set(machine, { leases: 1, speed: machine.speed });
    task.workerSpeed += machine.speed;
  } else {
    work.leases += 1;
  }
  machine.leases.push(lease);
  state.machines.refresh(machine);
}

/** The lease is over: nothing knows of it any more. Its frames are not given to anybody by this. */
export function closeLease(state: FarmState, lease: LeaseRecord, nowMs: number): void {
  const { task, machine } = lease;
  state.leases.remove(lease);
  state.leaseTimers.clear(lease);
  task.leases.delete(lease);
  untieWorker(task, machine);
  if (lease.copies.length === 0) task.framesLeased -= countFrames(lease.remaining);
  for (const copy of lease.copies) copy.copies.splice(copy.copies.indexOf(lease), 1);
  if (lease.view.isDuplicate) machine.duplicates -= 1;
  leaveSlot(state, lease, nowMs);
  machine.leaving.delete(lease);
  refreshTask(state, task, nowMs);
}

/** The lease no longer takes room on its machine; its user is charged with the time that it took. */
function leaveSlot(state: FarmState, lease: LeaseRecord, nowMs: number): void {
  const { task, machine } = lease;
  const index = machine.leases.indexOf(lease);
  if (index < 0) return;
  machine.leases.splice(index, 1);
  state.machines.refresh(machine);
  const { startedAtMs } = lease.view;
  const tookMs = startedAtMs === null ? 0 : Math.max(0, nowMs - startedAtMs);
  state.users.takeBack(task.user, tookMs - lease.chargedMs);
}

/**
 * A machine that begins with more leases than it has slots has rendered one of the others: it has only its files left
 * to send, which takes no slot. Which one is told by the time that they should still take.
 */
function noteOthersRendered(state: FarmState, started: LeaseRecord, nowMs: number): void {
  const { machine } = started;
  if (machine.facts?.transport !== 'link') return;
  const running = machine.leases.filter(({ view }) => view.state === 'running');
  if (running.length <= machine.facts.slots) return;
  const [rendered] = topItems(running, 1, (lease) =>
    lease === started ? undefined : -(leaseTimeLeft(lease, nowMs) ?? 0),
  );
  if (rendered === undefined) return;
  endWatch(state, rendered.item);
  machine.leaving.add(rendered.item);
  leaveSlot(state, rendered.item, nowMs);
}

/** The lease was taken for rendered, but is not: another one of its machine must be. */
function returnToSlot(state: FarmState, lease: LeaseRecord, nowMs: number): void {
  const { task, machine } = lease;
  machine.leaving.delete(lease);
  machine.leases.unshift(lease);
  lease.chargedMs = nowMs - (lease.view.startedAtMs ?? nowMs);
  state.users.adopt(task.user);
  state.machines.refresh(machine);
  noteOthersRendered(state, lease, nowMs);
}

/** What is rendered is not at any frame, and does not hang. */
export function endWatch(state: FarmState, lease: LeaseRecord): void {
  lease.currentFrame = null;
  lease.frameStartedMs = null;
  lease.fraction = null;
  state.leaseTimers.clear(lease);
}

function untieWorker(task: TaskRecord, machine: MachineRecord): void {
  const work = task.workers.get(machine);
  if (work === undefined) return;
  work.leases -= 1;
  if (work.leases > 0) return;
  task.workers.delete(machine);
  // Exactly nothing when nobody is left, whatever rounding made of the differences.
  task.workerSpeed = task.workers.size === 0 ? 0 : task.workerSpeed - work.speed;
}

/** The machine began with the lease. */
export function noteStart(state: FarmState, lease: LeaseRecord, nowMs: number): void {
  lease.view = { ...lease.view, state: 'running', startedAtMs: nowMs };
  noteFrame(state, lease, lease.remaining[0]?.first ?? null, nowMs);
  noteOthersRendered(state, lease, nowMs);
}

/** The machine is at this frame now; null: at none that is known. */
export function noteFrame(state: FarmState, lease: LeaseRecord, frame: number | null, nowMs: number): void {
  if (lease.machine.leaving.has(lease)) returnToSlot(state, lease, nowMs);
  lease.currentFrame = frame;
  lease.frameStartedMs = nowMs;
  lease.fraction = null;
  lease.progressMs = nowMs;
  if (state.policy.hungMedianFactor > 0) state.leaseTimers.set(lease, nowMs + state.policy.hungMinMs);
}
