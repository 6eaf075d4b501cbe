import { say } from '@renderonline/domain';
import type { MachineReport, MachineTransport, ReachableReport } from '../../machines/machine-transport.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { TermParts } from './term-parts.ts';

/** Takes a machine's report to whom it concerns. */
export function takeReport(
  parts: TermParts,
  transport: MachineTransport['kind'],
  report: MachineReport,
): void {
  const { context, machines, lost, events, follower, sessions } = parts;
  const { board } = context;
  const { machineId } = report;
  switch (report.kind) {
    case 'reachable':
      board.note(report, transport);
      machines.sync(machineId);
      if (transport === 'hpc') {
        follower.follow(machineId);
        return;
      }
      lost.isBack(machineId);
      if (report.held !== null) offerAgain(parts, report, report.held);
      return;
    case 'returning':
      board.note(report, transport);
      machines.sync(machineId);
      lost.isBack(machineId);
      return;
    case 'unreachable':
      board.note(report, transport);
      machines.sync(machineId);
      if (report.lostInMs === null) return;
      sessions.forget(machineId);
      lost.expectBack(machineId, report.lostInMs, report);
      return;
    case 'removed':
      lost.removed(machineId);
      board.remove(machineId);
      machines.sync(machineId);
      return;
    case 'load':
      board.noteLoad(machineId, report.load);
      return;
    case 'lease-event':
      events.take(report);
      return;
    case 'progress':
      events.takeProgress(report);
  }
}

/**
 * A link machine is back and has said everything: leases that never arrived are offered again, renders that it
 * knows nothing of any more are lost.
 */
function offerAgain(
  { context, leases, sender }: TermParts,
  { machineId, name }: ReachableReport,
  heldThere: NonNullable<ReachableReport['held']>,
): void {
  const { book } = context;
  const known = new Map(heldThere.map((lease) => [lease.leaseId, lease]));
  context.act(() => {
    for (const held of book.onMachine(machineId)) {
      const there = known.get(held.leaseId);
      if (held.isEnding || held.phase === 'granting') continue;
      if (there?.token === held.token) {
        if (held.phase !== 'running') held.phase = 'offered';
      } else if (held.phase === 'running') {
        endLost(held, say('program-restarted+on', { machineName: name }));
      } else {
        if (held.phase === 'offered') held.offersLost += 1;
        if (held.offersLost < mostOffers) sender.send(held);
        else endLost(held, say('connection-broke-often', { machineName: name, times: mostOffers }));
      }
    }
  });

  function endLost(held: HeldLease, message: string): void {
    const outcome = { kind: 'machine-lost', message } as const;
    leases.end(held, { outcome, cause: 'machine-lost', failedFrame: null, logTail: null, logPath: null });
  }
}

/** A connection may break just when a lease is offered; when it does so again and again, that is no chance. */
const mostOffers = 3;
