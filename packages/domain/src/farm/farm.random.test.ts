import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import type { FarmMachine } from './farm-machine.ts';
import type { FarmTask } from './farm-task.ts';
import { SmallWorld } from './testing/small-world.ts';

const machineArbitrary = fc.record({
  transport: fc.constantFrom('link', 'link', 'link', 'hpc' as const),
  slots: fc.integer({ min: 1, max: 3 }),
  hasGpu: fc.boolean(),
  frameMs: fc.integer({ min: 1, max: 4000 }),
  badness: fc.constantFrom(0, 0, 0, 0.1, 1),
});

const taskArbitrary = fc.record({
  userId: fc.integer({ min: 1, max: 3 }),
  userWeight: fc.constantFrom(0.5, 1, 3),
  priority: fc.integer({ min: 0, max: 2 }),
  adapter: fc.constantFrom('blender', 'command' as const),
  first: fc.integer({ min: -5, max: 20 }),
  frames: fc.integer({ min: 1, max: 40 }),
  order: fc.constantFrom('ascending', 'sparse' as const),
  maxMachines: fc.constantFrom(null, null, 1, 2),
  continuesOnFailure: fc.boolean(),
  takesFrames: fc.constantFrom(true, true, true, false),
  needsGpu: fc.constantFrom(false, false, false, true),
});

const stepArbitrary = fc.record({
  kind: fc.constantFrom(
    'wait',
    'wait',
    'wait',
    'lose-machine',
    'return-machine',
    'drain',
    'undrain',
    'pause',
    'resume',
    'priority',
    'add-frames',
    'remove-task',
    'repeat-message',
    'decline',
    'refuse-grant',
    'release',
  ),
  index: fc.nat({ max: 20 }),
  ms: fc.integer({ min: 0, max: 3000 }),
});

function machineFacts(
  { transport, slots, hasGpu }: { transport: 'link' | 'hpc'; slots: number; hasGpu: boolean },
  index: number,
): FarmMachine {
  return {
    machineId: index + 1,
    transport,
    slots: transport === 'hpc' ? 1 : slots,
    engines: [
      { name: 'blender', version: '4.2', hasSessions: transport === 'link' },
      { name: 'pov-ray', version: '3.7', hasSessions: false },
    ],
    tags: [],
    gpuCount: hasGpu ? 1 : 0,
    memoryMb: null,
    acceptsWork: true,
  };
}

function taskFacts(
  {
    first,
    frames,
    needsGpu,
    adapter,
    ...facts
  }: typeof taskArbitrary extends fc.Arbitrary<infer T> ? T : never,
  index: number,
): FarmTask {
  return {
    ...facts,
    adapter,
    taskId: index + 1,
    engineName: adapter === 'blender' ? 'Blender' : 'POV-Ray',
    queuedAtMs: index,
    isPaused: false,
    awaited: [],
    notBeforeMs: 0,
    pending: [{ first, last: first + frames - 1 }],
    framesDone: 0,
    framesFailed: 0,
    requirements: { tags: [], engineVersion: null, needsGpu, memoryMb: null },
    transport: 'any',
    failures: [],
    machineLosses: [],
  };
}

describe('a farm to which anything happens', () => {
  it('keeps every promise at every step, and ends every task once machines behave', () => {
    fc.assert(
      fc.property(
        fc.array(machineArbitrary, { minLength: 1, maxLength: 6 }),
        fc.array(taskArbitrary, { minLength: 1, maxLength: 5 }),
        fc.array(stepArbitrary, { maxLength: 60 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (machines, tasks, steps, seed) => {
          const world = new SmallWorld(seed);
          machines.forEach((machine, index) => {
            world.addMachine(machineFacts(machine, index), machine.frameMs, machine.badness);
          });
          tasks.forEach((task, index) => {
            world.putTask(taskFacts(task, index));
          });
          for (const { kind, index, ms } of steps) {
            world.disturb(kind, index);
            world.advance(ms);
          }
          world.behave();
          assert.deepEqual(world.unfinishedTasks(), []);
        },
      ),
      { numRuns: Number(process.env['FARM_RUNS'] ?? 300) },
    );
  });
});
