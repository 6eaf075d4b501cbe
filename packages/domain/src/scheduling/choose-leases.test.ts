import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { chooseLeases, nextWakeMs } from './choose-leases.ts';
import type { FreeSlot, WaitingTask } from './choose-leases.ts';

const nowMs = 1_000_000;

function task(taskId: number, differences: Partial<WaitingTask> = {}): WaitingTask {
  return {
    taskId,
    engineName: 'blender',
    priority: 50,
    queuedAtMs: 1000 + taskId,
    pending: [{ first: 1, last: 10 }],
    notBeforeMs: 0,
    avoidMachineIds: new Set(),
    ...differences,
  };
}

function slot(machineId: number, ...engineNames: string[]): FreeSlot {
  return { machineId, engineNames: new Set(engineNames.length === 0 ? ['blender'] : engineNames) };
}

/** Decisions as `task→machine`, in order. */
function choose(waiting: WaitingTask[], slots: FreeSlot[], reachable?: FreeSlot[]): string[] {
  const situation = { waiting, slots, nowMs, ...(reachable === undefined ? {} : { reachable }) };
  return chooseLeases(situation).map(({ taskId, machineId }) => `${taskId}→${machineId}`);
}

describe('chooseLeases', () => {
  const table: [string, WaitingTask[], FreeSlot[], FreeSlot[] | undefined, string[]][] = [
    ['nothing waits', [], [slot(1)], undefined, []],
    ['nothing is free', [task(1)], [], undefined, []],
    ['the oldest first', [task(2), task(1)], [slot(1)], undefined, ['1→1']],
    [
      'by id at the same time',
      [task(2, { queuedAtMs: 5 }), task(1, { queuedAtMs: 5 })],
      [slot(1)],
      undefined,
      ['1→1'],
    ],
    [
      'the higher priority before the older',
      [task(1), task(2, { priority: 51 })],
      [slot(1)],
      undefined,
      ['2→1'],
    ],
    ['one machine a task', [task(1)], [slot(1), slot(2)], undefined, ['1→1']],
    [
      'as many as there are slots',
      [task(1), task(2), task(3)],
      [slot(1), slot(2)],
      undefined,
      ['1→1', '2→2'],
    ],
    ['two slots of one machine', [task(1), task(2)], [slot(1), slot(1)], undefined, ['1→1', '2→1']],
    ['engines without regard to case', [task(1, { engineName: 'Blender' })], [slot(1)], undefined, ['1→1']],
    [
      'only machines with the engine',
      [task(1, { engineName: 'povray' }), task(2)],
      [slot(1), slot(2, 'povray', 'blender')],
      undefined,
      ['1→2', '2→1'],
    ],
    [
      'a task no machine can render holds nobody up',
      [task(1, { engineName: 'x' }), task(2)],
      [slot(1)],
      undefined,
      ['2→1'],
    ],
    ['not before its time', [task(1, { notBeforeMs: nowMs + 1 }), task(2)], [slot(1)], undefined, ['2→1']],
    ['at its time', [task(1, { notBeforeMs: nowMs })], [slot(1)], undefined, ['1→1']],
    ['a task without pending frames', [task(1, { pending: [] })], [slot(1)], undefined, []],
    [
      'another machine than the avoided',
      [task(1, { avoidMachineIds: new Set([1]) })],
      [slot(1), slot(2)],
      undefined,
      ['1→2'],
    ],
    [
      'the avoided one when it is alone',
      [task(1, { avoidMachineIds: new Set([1]) })],
      [slot(1)],
      undefined,
      ['1→1'],
    ],
    [
      'the avoided one when the other lacks the engine',
      [task(1, { avoidMachineIds: new Set([1]) })],
      [slot(1), slot(2, 'povray')],
      undefined,
      ['1→1'],
    ],
    [
      'the avoided one when all are',
      [task(1, { avoidMachineIds: new Set([1, 2]) })],
      [slot(2)],
      [slot(1), slot(2)],
      ['1→2'],
    ],
    [
      'waits for a good machine that is busy, and lets others pass',
      [task(1, { avoidMachineIds: new Set([1]) }), task(2)],
      [slot(1)],
      [slot(1), slot(2)],
      ['2→1'],
    ],
  ];
  for (const [name, waiting, slots, reachable, expected] of table) {
    it(name, () => {
      assert.deepEqual(choose(waiting, slots, reachable), expected);
    });
  }

  it('gives the first pending range', () => {
    const pending = [
      { first: 4, last: 6 },
      { first: 9, last: 12 },
    ];
    assert.deepEqual(chooseLeases({ waiting: [task(1, { pending })], slots: [slot(7)], nowMs }), [
      { taskId: 1, machineId: 7, frames: { first: 4, last: 6 } },
    ]);
  });

  it('gives nothing twice, nothing that does not fit, and leaves no slot idle that somebody could use', () => {
    const engine = fc.constantFrom('blender', 'povray', 'ffmpeg');
    const machines = fc.uniqueArray(
      fc.record({
        machineId: fc.nat(9),
        engineNames: fc.uniqueArray(engine).map((list) => new Set(list)),
        isFree: fc.boolean(),
      }),
      { selector: ({ machineId }) => machineId },
    );
    const tasks = fc.uniqueArray(
      fc.record({
        taskId: fc.nat(30),
        engineName: engine,
        priority: fc.constantFrom(10, 50),
        queuedAtMs: fc.nat(3),
        pending: fc.constantFrom([], [{ first: 1, last: 3 }]),
        notBeforeMs: fc.constantFrom(0, nowMs + 5),
        avoidMachineIds: fc.uniqueArray(fc.nat(9)).map((list) => new Set(list)),
      }),
      { selector: ({ taskId }) => taskId },
    );
    fc.assert(
      fc.property(tasks, machines, (waiting, reachable) => {
        const slots = reachable.filter(({ isFree }) => isFree);
        const decisions = chooseLeases({ waiting, slots, reachable, nowMs });
        assert.equal(new Set(decisions.map(({ taskId }) => taskId)).size, decisions.length);
        assert.equal(new Set(decisions.map(({ machineId }) => machineId)).size, decisions.length);
        const idle = slots.filter(({ machineId }) => !decisions.some((each) => each.machineId === machineId));
        for (const each of waiting) {
          const isDue = each.pending.length > 0 && each.notBeforeMs <= nowMs;
          const decision = decisions.find(({ taskId }) => taskId === each.taskId);
          const suits = (machine: FreeSlot) => machine.engineNames.has(each.engineName);
          const isGood = (machine: FreeSlot) =>
            suits(machine) && !each.avoidMachineIds.has(machine.machineId);
          if (decision === undefined) {
            assert.ok(!isDue || !idle.some(reachable.some(isGood) ? isGood : suits), 'could have been given');
          } else {
            const machine = reachable.find(({ machineId }) => machineId === decision.machineId);
            assert.ok(isDue && machine?.isFree === true && suits(machine));
            assert.ok(isGood(machine) || !reachable.some(isGood), 'avoided only when it must be');
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('passes over a long queue without free machines quickly', () => {
    const waiting = Array.from({ length: 100_000 }, (_, index) => task(index));
    const slots = Array.from({ length: 1000 }, (_, index) => slot(index, 'povray'));
    const startedAt = performance.now();
    assert.deepEqual(chooseLeases({ waiting, slots, nowMs }), []);
    assert.ok(performance.now() - startedAt < 2000);
  });
});

describe('nextWakeMs', () => {
  const table: [string, WaitingTask[], number | undefined][] = [
    ['nothing waits', [], undefined],
    ['all are due', [task(1), task(2, { notBeforeMs: nowMs })], undefined],
    [
      'the first to become due',
      [task(1, { notBeforeMs: nowMs + 9 }), task(2, { notBeforeMs: nowMs + 5 })],
      nowMs + 5,
    ],
    [
      'a task without pending frames wakes nobody',
      [task(1, { notBeforeMs: nowMs + 9, pending: [] })],
      undefined,
    ],
  ];
  for (const [name, waiting, expected] of table) {
    it(name, () => {
      assert.equal(nextWakeMs(waiting, nowMs), expected);
    });
  }
});
