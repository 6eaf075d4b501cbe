import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownMachine } from '../machines/machine-board.ts';
import { waitingReason } from './waiting-reason.ts';

function machine(machineId: number, changes: Partial<KnownMachine> = {}): KnownMachine {
  return {
    machineId,
    name: `render${machineId}`,
    engineNames: ['Blender'],
    acceptsWork: true,
    state: 'reachable',
    attempt: null,
    problem: null,
    lastHeardMs: 0,
    lastHeardAtMs: 0,
    retryAtMs: null,
    declinedOrders: 0,
    heldOffUntilMs: 0,
    ...changes,
  };
}

const away = { state: 'unreachable', problem: 'connection refused', retryAtMs: 4000 } as const;
const refusing = { state: 'refusing', problem: 'not trusted', retryAtMs: 4000 } as const;
const silentYet = { state: 'unknown', attempt: undefined } as const;

interface Case {
  readonly machines: readonly KnownMachine[];
  readonly free?: readonly number[];
  readonly avoid?: readonly number[];
  readonly notBeforeMs?: number;
  readonly expected: string;
}

const cases: Case[] = [
  { machines: [], expected: 'there is no machine yet' },
  { machines: [machine(1, silentYet)], expected: 'the machines have not answered yet' },
  { machines: [machine(1, { engineNames: ['povray'] })], expected: 'no machine has the engine blender' },
  { machines: [machine(1), machine(2)], expected: 'all 2 machines are busy' },
  { machines: [machine(1)], expected: 'the only machine with the engine blender is busy' },
  {
    machines: [machine(1, away)],
    expected: 'machine render1 does not answer (connection refused), next try in 4 s',
  },
  {
    machines: [machine(1, refusing)],
    expected: 'machine render1 takes no orders (not trusted), next try in 4 s',
  },
  {
    machines: [machine(1, { engineNames: ['povray'] }), machine(2, away)],
    expected: 'machine render2 does not answer (connection refused), next try in 4 s',
  },
  {
    machines: [machine(1, { problem: 'There already is an active render!' })],
    expected: 'machine render1 did not take it (There already is an active render!), it is tried again soon',
  },
  { machines: [machine(1)], notBeforeMs: 2500, expected: 'the last attempt failed, next try in 3 s' },
  {
    machines: [machine(1), machine(2)],
    free: [1],
    avoid: [1],
    expected: 'waiting for a machine on which it has not failed (render2)',
  },
  { machines: [machine(1)], free: [1], expected: 'a machine is about to take it' },
  {
    machines: [machine(1, { acceptsWork: false })],
    expected: 'no machine that takes work has the engine blender',
  },
];

for (const { machines, free = [], avoid = [], notBeforeMs = 0, expected } of cases) {
  test(expected, () => {
    const reason = waitingReason({
      engineName: 'blender',
      notBeforeMs,
      avoidMachineIds: new Set(avoid),
      machines,
      isFree: ({ machineId }) => free.includes(machineId),
      nowMs: 0,
    });
    assert.equal(reason, expected);
  });
}
