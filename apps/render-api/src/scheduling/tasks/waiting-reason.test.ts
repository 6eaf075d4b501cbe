import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMachineBoard, type KnownMachine } from '../machines/machine-board.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { waitingReason } from './waiting-reason.ts';

const policy = { maxAttempts: 3, maxMachineLosses: 10, backoffBaseMs: 1000, backoffMaxMs: 60_000 };

function machine(machineId: number, changes: Partial<KnownMachine> = {}): KnownMachine {
  const board = createMachineBoard({ clock: createFakeClock(), random: () => 0.5, policy });
  board.expect(machineId, `render${machineId}`, 'hpc');
  const known = board.get(machineId);
  assert.ok(known);
  return { ...known, engines: enginesOf('Blender'), state: 'reachable', attempt: null, ...changes };
}

function enginesOf(name: string) {
  return [{ name, version: null, hasSessions: false }];
}

const away = { state: 'unreachable', problem: 'connection refused', retryAtMs: 4000 } as const;
const refusing = { state: 'refusing', problem: 'not trusted', retryAtMs: 4000 } as const;
const silentYet = { state: 'unknown', attempt: undefined } as const;
const povray = { engines: enginesOf('povray') };

const calledNow = { attempt: undefined } as const;
const rendering = {
  attempt: {
    taskId: 7,
    lease: 'other',
    state: { kind: 'running' },
    runtimeMs: 0,
    progress: null,
    logPath: null,
  },
} as const;

interface Case {
  readonly machines: readonly KnownMachine[];
  readonly farmReason?: string;
  readonly isForLink?: boolean;
  readonly expected: string;
}

const cases: Case[] = [
  { machines: [], farmReason: 'whatever', expected: 'there is no machine yet' },
  { machines: [machine(1, silentYet)], expected: 'the machines have not answered yet' },
  {
    machines: [machine(1, silentYet), machine(2, { acceptsWork: false })],
    farmReason: 'The machines that can render it are drained.',
    expected: 'the machines that can render it are drained',
  },
  { machines: [machine(1, povray)], expected: 'no machine has the engine blender' },
  { machines: [machine(1), machine(2)], farmReason: 'All are busy.', expected: 'all are busy' },
  {
    machines: [machine(1, away)],
    farmReason: 'no machine has it',
    expected: 'machine render1 does not answer (connection refused), next try in 4 s',
  },
  {
    machines: [machine(1, { ...away, retryAtMs: null })],
    expected: 'machine render1 does not answer (connection refused)',
  },
  {
    machines: [machine(1, refusing)],
    expected: 'machine render1 takes no orders (not trusted), next try in 4 s',
  },
  {
    machines: [machine(1, povray), machine(2, away)],
    expected: 'machine render2 does not answer (connection refused), next try in 4 s',
  },
  {
    machines: [machine(1, { problem: 'There already is an active render!' })],
    expected: 'machine render1 did not take it (There already is an active render!), it is tried again soon',
  },
  {
    machines: [machine(1, rendering), machine(2, calledNow)],
    farmReason: 'The machines take no work.',
    expected: 'all 2 machines are busy',
  },
  { machines: [machine(1, rendering)], expected: 'the only machine with the engine blender is busy' },
  { machines: [machine(1)], expected: 'a machine is about to take it' },
  {
    machines: [machine(1, rendering)],
    isForLink: true,
    farmReason: 'No machine that fetches projects of several files is there.',
    expected: 'no machine that fetches projects of several files is there',
  },
  {
    machines: [machine(1, { acceptsWork: false })],
    farmReason: 'no machine that takes work has the engine blender',
    expected: 'no machine that takes work has the engine blender',
  },
];

for (const { machines, farmReason, isForLink = false, expected } of cases) {
  test(expected, () => {
    const situation = { engineName: 'blender', isForLink, farmReason, machines, nowMs: 0 };
    assert.equal(waitingReason(situation), expected);
  });
}
