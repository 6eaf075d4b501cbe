import type { FramePublisher } from '../../machines/frame-publisher.ts';
import { createLeaseChanges, type LeaseChanges } from '../leases/lease-changes.ts';
import { createLeaseEvents, type LeaseEvents } from '../leases/lease-events.ts';
import { createLeaseSender, type LeaseSender } from '../leases/lease-sender.ts';
import { createReportFollower, type ReportFollower } from '../leases/report-follower.ts';
import { createFarmMachines, type FarmMachines } from '../machines/farm-machines.ts';
import { createLostMachines, type LostMachines } from '../machines/lost-machines.ts';
import { createQuarantines, type Quarantines } from '../machines/quarantines.ts';
import { createSessions, type Sessions } from '../machines/sessions.ts';
import { createStrayRenders } from '../machines/stray-renders.ts';
import { createOutputDesk, type OutputDesk } from '../outputs/output-desk.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createReading, type Reading } from './reading.ts';
import type { TermContext } from './term-context.ts';

/** What works during a term. */
export interface TermParts {
  readonly context: TermContext;
  readonly desk: OutputDesk;
  readonly machines: FarmMachines;
  readonly sessions: Sessions;
  readonly quarantines: Quarantines;
  readonly leases: LeaseChanges;
  readonly sender: LeaseSender;
  readonly follower: ReportFollower;
  readonly events: LeaseEvents;
  readonly lost: LostMachines;
  readonly decisions: Decisions;
  readonly reading: Reading;
}

export interface TermSettings {
  readonly machineSilentAfterMs: number;
  readonly leaseTtlMs: number;
}

export function createTermParts(
  context: TermContext,
  publisher: FramePublisher,
  settings: TermSettings,
): TermParts {
  const { machineSilentAfterMs: silentAfterMs, leaseTtlMs } = settings;
  const desk = createOutputDesk(publisher, context.clock, context.log);
  const machines = createFarmMachines(context);
  const sessions = createSessions(context.transportTo);
  const quarantines = createQuarantines(context);
  const leases = createLeaseChanges(context, { desk, machines, sessions, quarantines });
  const follower = createReportFollower(context, { leases, strays: createStrayRenders(context, machines) });
  const follow = (machineId: number): void => {
    follower.follow(machineId);
  };
  const sender = createLeaseSender(context, {
    leases,
    machines,
    onAnswered: follow,
  });
  const events = createLeaseEvents(context, { leases, desk, sessions });
  const lost = createLostMachines(context, { leases, machines, sessions, silentAfterMs });
  const decisions = createDecisions(context, { leases, machines, sender, lost });
  const reading = createReading(context, {
    leases,
    machines,
    sessions,
    lost,
    onLeaseGone: follow,
    leaseTtlMs,
    silentAfterMs,
  });
  return {
    context,
    desk,
    machines,
    sessions,
    quarantines,
    leases,
    sender,
    follower,
    events,
    lost,
    decisions,
    reading,
  };
}
