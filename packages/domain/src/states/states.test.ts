import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { frameEvents, frameStates, frameTransitions, nextFrameState } from '../frames/frame-state.ts';
import { leaseEvents, leaseStates, leaseTransitions, nextLeaseState } from '../leases/lease-state.ts';
import { isTaskEnded, nextTaskState, taskEvents, taskStates, taskTransitions } from '../tasks/task-state.ts';
import { isDomainError } from '../errors/domain-error.ts';

/** Every pair that is allowed, as `state event → next`. What is not here must throw. */
const machines = {
  task: {
    states: taskStates,
    events: taskEvents,
    next: nextTaskState,
    table: taskTransitions,
    heading: 'Tasks',
    allowed: [
      'queued start → running',
      'queued requeue → queued',
      'queued succeed → succeeded',
      'queued fail → failed',
      'queued cancel → canceled',
      'queued pause → paused',
      'running start → running',
      'running requeue → queued',
      'running succeed → succeeded',
      'running fail → failed',
      'running cancel → canceled',
      'running pause → paused',
      'paused start → paused',
      'paused requeue → paused',
      'paused succeed → succeeded',
      'paused fail → failed',
      'paused cancel → canceled',
      'paused resume → queued',
      'succeeded reopen → queued',
      'failed reopen → queued',
      'canceled reopen → queued',
    ],
  },
  frame: {
    states: frameStates,
    events: frameEvents,
    next: nextFrameState,
    table: frameTransitions,
    heading: 'Frames',
    allowed: [
      'pending lease → leased',
      'pending fail → failed',
      'leased release → pending',
      'leased complete → done',
      'leased fail → failed',
      'done reopen → pending',
      'failed reopen → pending',
    ],
  },
  lease: {
    states: leaseStates,
    events: leaseEvents,
    next: nextLeaseState,
    table: leaseTransitions,
    heading: 'Leases',
    allowed: [
      'offered start → running',
      'offered renew → offered',
      'offered end → ended',
      'offered expire → ended',
      'running start → running',
      'running renew → running',
      'running end → ended',
      'running expire → ended',
    ],
  },
} as const;

for (const [what, machine] of Object.entries(machines)) {
  // The three differ in their state and event types; here they are only words.
  const next = machine.next as (state: string, event: string) => string;
  const allowed = new Map(machine.allowed.map((line) => line.split(' → ') as [string, string]));

  describe(`the states of a ${what}`, () => {
    for (const state of machine.states) {
      for (const event of machine.events) {
        const pair = `${state} ${event}`;
        const expected = allowed.get(pair);
        it(`${pair} → ${expected ?? 'refused'}`, () => {
          if (expected !== undefined) {
            assert.equal(next(state, event), expected);
            return;
          }
          assert.throws(
            () => next(state, event),
            (error: unknown) =>
              isDomainError(error, 'state-transition-invalid') &&
              error.message === `A ${what} that is ${state} cannot ${event}.`,
          );
        });
      }
    }

    it('is drawn in docs/states.md as it is', async () => {
      const drawn = await readDiagram(machine.heading);
      const table: Readonly<Record<string, Readonly<Record<string, string>>>> = machine.table;
      const inTable = Object.entries(table).flatMap(([state, events]) =>
        Object.entries(events).map(([event, following]) => `${state} --> ${following}: ${event}`),
      );
      assert.deepEqual(drawn.sort(), inTable.sort());
    });
  });
}

describe('isTaskEnded', () => {
  for (const state of taskStates) {
    const expected = ['succeeded', 'failed', 'canceled'].includes(state);
    it(`${state}: ${expected}`, () => {
      assert.equal(isTaskEnded(state), expected);
    });
  }
});

/** The arrows between states under a heading of the document; those from and to `[*]` are decoration. */
async function readDiagram(heading: string): Promise<string[]> {
  const document = await readFile(new URL('../../../../docs/states.md', import.meta.url), 'utf8');
  const section = document.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [, diagram = ''] = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(section) ?? [];
  return diagram
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('-->') && !line.includes('[*]'));
}
