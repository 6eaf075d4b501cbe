import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MachineEvent, MachineList, MachineStatus, TaskSnapshot } from '@renderonline/contract';
import {
  conditionOf,
  framesByMachine,
  memoryFraction,
  reasonOf,
  withEvent,
  type Condition,
} from './machine-facts.ts';

const machine = (changes: object = {}) =>
  ({
    ...{ machineId: 1, name: 'tower', state: 'idle', acceptsWork: true, whyNot: null, problem: null },
    ...{ quarantineReason: null, fingerprint: null, load: null, leases: [], currentFrames: [] },
    ...changes,
  }) as unknown as MachineStatus;

describe('how a machine is', () => {
  const cases: readonly (readonly [object, Condition])[] = [
    [{}, 'ready'],
    [{ acceptsWork: false }, 'resting'],
    [{ state: 'busy', acceptsWork: false }, 'rendering'],
    [{ state: 'busy', quarantineReason: 'failed 5 times' }, 'quarantined'],
    [{ state: 'unreachable' }, 'away'],
    [{ state: 'refusing' }, 'refusing'],
    [{ state: 'unknown' }, 'unknown'],
  ];
  for (const [changes, condition] of cases) {
    test(`${JSON.stringify(changes)} is ${condition}`, () => {
      assert.equal(conditionOf(machine(changes)), condition);
    });
  }
});

test('of several reasons the most serious one is told', () => {
  assert.equal(reasonOf(machine()), null);
  assert.equal(reasonOf(machine({ whyNot: 'it is drained' })), 'it is drained');
  const troubled = { whyNot: 'it is drained', problem: 'it is not connected' };
  assert.equal(reasonOf(machine(troubled)), 'it is not connected');
  assert.equal(reasonOf(machine({ ...troubled, quarantineReason: 'It failed.' })), 'It failed.');
});

test('an event changes its machine, removes it, or asks for the list', () => {
  const list: MachineList = { isScheduling: true, machines: [machine(), machine({ machineId: 2 })] };
  const event = (changes: object) =>
    ({ machineId: 1, state: 'busy', isRemoved: false, ...changes }) as unknown as MachineEvent;
  const states = (of: MachineList | undefined) => of?.machines.map(({ state }) => state);
  assert.deepEqual(states(withEvent(list, event({}))), ['busy', 'idle']);
  assert.deepEqual(states(withEvent(list, event({ isRemoved: true }))), ['idle']);
  assert.equal(withEvent(list, event({ machineId: 3 })), undefined);
});

test('what is rendered now is told by tasks that are followed, else by the list of machines', () => {
  const frame = (taskId: number, number: number) => ({ taskId, machineId: 1, frame: number });
  const tasks = new Map([
    [7, { taskId: 7, progress: { currentFrames: [{ machineId: 1, frame: 12 }] } } as unknown as TaskSnapshot],
  ]);
  const frames = framesByMachine([machine({ currentFrames: [frame(7, 11), frame(8, 1)] })], tasks);
  assert.deepEqual(
    frames.get(1)?.map(({ taskId, frame: number }) => [taskId, number]),
    [
      [8, 1],
      [7, 12],
    ],
  );
});

test('memory in use is what is not free', () => {
  assert.equal(memoryFraction(machine()), null);
  const full = machine({ fingerprint: { memoryMb: 1000 }, load: { freeMemoryMb: 250 } });
  assert.equal(memoryFraction(full), 0.75);
});
