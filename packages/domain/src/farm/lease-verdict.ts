import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import type { EndVerdict } from './farm-verdicts.ts';
import type { LeaseRecord } from './records.ts';

/** The lease's frame goes on under a copy, if there is one. To be asked before the lease is closed. */
export function handOver({ copies, remaining }: LeaseRecord): EndVerdict['handedOver'] {
  const [copy] = copies;
  const frame = remaining[0]?.first;
  return copy === undefined || frame === undefined ? [] : [{ frame, toLeaseId: copy.view.leaseId }];
}

/** A verdict by which nothing but the lease changes. */
export function plainVerdict({ view }: LeaseRecord, outcome: AttemptOutcome): EndVerdict {
  return {
    lease: view,
    outcome,
    cause: null,
    failedFrame: null,
    doneFrames: [],
    releasedFrames: [],
    failedFrames: [],
    handedOver: [],
    notBeforeMs: null,
    countAs: null,
    taskEnds: null,
    otherLeases: [],
    machine: { kind: 'ok' },
  };
}
