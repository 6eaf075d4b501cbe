import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FailureCause } from '../failures/failure-cause.ts';
import type { MachineVerdict } from './farm-verdicts.ts';
import type { Farm } from './farm.ts';
import {
  engineError,
  failOn,
  farmWith,
  grantsAt,
  hpcMachine,
  machineOf,
  rangeTask,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

const missing = 'feature-missing';

/** Everything that machine 1 has of the farm's work fails; what it is taken for each time. */
function failAllOnFirst(farm: Farm, nowMs: number, cause: FailureCause): MachineVerdict[] {
  return farm.leasesOfMachine(1).flatMap(({ leaseId }) => {
    const verdict = farm.leaseEnded(leaseId, { ...engineError, cause }, nowMs);
    return verdict === undefined ? [] : [verdict.machine];
  });
}

describe('a machine that cannot render a task', () => {
  for (const cause of [missing, 'could-not-start'] as const) {
    it(`is avoided by it at once, and its frame goes elsewhere without a wait: ${cause}`, () => {
      const farm = farmWith(2);
      farm.putTask(taskOf(1, 1), 0);
      assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1']);
      const { machine, notBeforeMs, countAs } = failOn(farm, 1, 0, cause);
      assert.deepEqual([machine.kind, notBeforeMs, countAs], ['avoided-by-task', null, 'failure']);
      assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@2:1']);
    });
  }

  it('gets none of the other frames while the one that can is busy, and other tasks as before', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 9), 0);
    grantsAt(farm, 0);
    failOn(farm, 1, 0, missing);
    assert.deepEqual(grantsAt(farm, 100_000), []);
    farm.putTask(taskOf(2, 1), 100_000);
    assert.deepEqual(grantsAt(farm, 100_000).map(textOf), ['2@1:1']);
  });

  it('costs the frame none of its attempts', () => {
    const farm = farmWith(4);
    farm.putTask(taskOf(1, 1), 0);
    const verdicts = [1, 2, 3].map((machineId) => {
      grantsAt(farm, 0);
      return failOn(farm, machineId, 0, missing);
    });
    assert.ok(verdicts.every(({ failedFrames }) => failedFrames.length === 0));
    grantsAt(farm, 0);
    assert.equal(failOn(farm, 4, 0).taskEnds, null);
    assert.deepEqual(grantsAt(farm, 1000).map(textOf), ['1@4:1']);
  });

  it('is said to be avoided once, whatever waited there', () => {
    const farm = farmWith(2, { prefetchPerSlot: 3 });
    farm.putTask(taskOf(1, 60, { framesDone: 1 }), 0);
    grantsAt(farm, 0);
    const verdicts = failAllOnFirst(farm, 0, missing);
    assert.ok(verdicts.length > 1);
    const reasons = verdicts.flatMap((verdict) =>
      verdict.kind === 'avoided-by-task' ? [verdict.reason] : [],
    );
    assert.deepEqual(reasons, [
      'bad. The renderer on the machine was built without something that the scene needs.',
    ]);
  });

  it('is not said to be avoided where the task has no other', () => {
    const farm = farmWith(1, { maxAttemptsPerFrame: 9 });
    farm.putTask(taskOf(1, 1), 0);
    for (let nowMs = 0; nowMs < 600_000; nowMs += 100_000) {
      grantsAt(farm, nowMs);
      assert.equal(failOn(farm, 1, nowMs).machine.kind, 'ok');
    }
  });

  it('is given another chance when a person releases it', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 9, { framesDone: 1 }), 0);
    grantsAt(farm, 0);
    failOn(farm, 1, 0, missing);
    farm.release(1);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1']);
  });

  it('is taken for one that can once it did a frame of the task', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 9), 0);
    const [first] = grantsAt(farm, 0);
    assert.ok(first?.machineId === 1);
    renderLease(farm, first, 0, 10);
    grantsAt(farm, 10);
    assert.equal(failOn(farm, 1, 10, missing).machine.kind, 'ok');
    assert.equal(grantsAt(farm, 10)[0]?.machineId, 1);
  });
});

describe('a task that no machine can render', () => {
  const reasonOf = (tried: string) =>
    `No machine is left that can render it (${tried} tried it): bad. ` +
    'The renderer on the machine was built without something that the scene needs.';

  for (const [machines, tried] of [
    [1, '1 machine'],
    [2, '2 machines'],
    [5, '5 machines'],
  ] as const) {
    it(`fails as soon as ${tried} said so, also when it was to go on without frames`, () => {
      const farm = farmWith(machines);
      farm.putTask(taskOf(1, 1, { continuesOnFailure: true }), 0);
      const ends = Array.from({ length: machines }, (_, index) => {
        assert.equal(grantsAt(farm, 0).length, 1);
        return failOn(farm, index + 1, 0, missing).taskEnds;
      });
      assert.deepEqual(ends.at(-1), { event: 'fail', reason: reasonOf(tried) });
      assert.equal(farm.task(1), undefined);
    });
  }

  it('fails with its last machine of /hpc, with all of its frames', () => {
    const farm = farmWith(0);
    farm.putMachine(hpcMachine(1), 0);
    farm.putTask(rangeTask(1, 10, { takesFrames: false }), 0);
    grantsAt(farm, 0);
    const verdict = failOn(farm, 1, 0, 'could-not-start');
    assert.equal(verdict.taskEnds?.event, 'fail');
    assert.equal(verdict.failedFrames.length, 10);
  });

  it('waits for one that still works on it, though that takes nothing more', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 3), 0);
    grantsAt(farm, 0);
    farm.putMachine(machineOf(2, { acceptsWork: false }), 0);
    assert.equal(failOn(farm, 1, 0, missing).taskEnds, null);
    assert.deepEqual(grantsAt(farm, 60_000), []);
    assert.equal(failOn(farm, 2, 60_000, missing).taskEnds?.event, 'fail');
  });

  it('gets the usual attempts when a frame of it was done: whoever did it may come back', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1, { framesDone: 1 }), 0);
    const ends = [0, 100_000, 200_000].map((nowMs) => {
      grantsAt(farm, nowMs);
      return failOn(farm, 1, nowMs, missing).taskEnds?.event ?? null;
    });
    assert.deepEqual(ends, [null, null, 'fail']);
  });

  it('goes on when a machine that can joins in between', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 1), 0);
    grantsAt(farm, 0);
    failOn(farm, 1, 0, missing);
    grantsAt(farm, 0);
    farm.putMachine(machineOf(3), 0);
    assert.equal(failOn(farm, 2, 0, missing).taskEnds, null);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@3:1']);
  });
});
