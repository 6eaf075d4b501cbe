import type { HeldLease, LeaseRunner, LeaseRunnerInput } from '../../leases/lease-runner.ts';

/** For tests of the link: notes what it is told, and renders nothing. */
export interface FakeRunner extends LeaseRunner {
  readonly told: (readonly [what: string, ...rest: unknown[]])[];
  readonly input: LeaseRunnerInput | undefined;
  holds: HeldLease[];
}

export function createFakeRunner(input?: LeaseRunnerInput): FakeRunner {
  const told: [string, ...unknown[]][] = [];
  const note =
    (what: string) =>
    (...rest: unknown[]): void => {
      told.push([what, ...rest]);
    };
  const runner: FakeRunner = {
    told,
    input,
    holds: [],
    takeTask: note('takeTask'),
    offer: note('offer'),
    cancel: note('cancel'),
    keepOnly: note('keepOnly'),
    held: () => runner.holds,
    closeSession: note('closeSession'),
    followLogs: note('followLogs'),
    setSlots: note('setSlots'),
    holdBack: note('holdBack'),
    sessions: () => [],
    stop: () => {
      told.push(['stop']);
      return Promise.resolve();
    },
  };
  return runner;
}
