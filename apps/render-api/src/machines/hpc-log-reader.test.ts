import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import type { LogDesk } from '../attempt-logs/log-desk.ts';
import { createHpcLogReader } from './hpc-log-reader.ts';
import type { AttemptReport } from './machine-transport.ts';

const attempt = {
  ...{ taskId: 5, lease: { leaseId: 7, token: 'a token' }, state: { kind: 'running' } },
  ...{ runtimeMs: 1, progress: null, logPath: null },
} satisfies AttemptReport;

/** A machine whose log grows, and what is kept of it. */
function reading(kept = '') {
  const state = { said: '', hasEnded: false, isUp: true, kept, asked: [] as number[], trouble: '' };
  const take: LogDesk['take'] = async (machineId, pieces) => {
    if (state.trouble === 'full') throw new Error('the disk is full');
    return pieces.map(({ leaseId, offset, bytes }) => {
      assert.equal(machineId, 3);
      state.kept += bytes.subarray(state.kept.length - offset).toString();
      return { leaseId, size: state.kept.length, refusal: state.trouble === '' ? null : state.trouble };
    });
  };
  const reader = createHpcLogReader({
    machineId: 3,
    desk: { take },
    log: { warn: () => undefined },
    ask: async ({ leaseId }, from) => {
      assert.equal(leaseId, 7);
      state.asked.push(from);
      if (!state.isUp) return { kind: 'failed' };
      const bytes = Buffer.from(state.said.slice(from, from + 4));
      const isEnd = state.hasEnded && from + bytes.length === state.said.length;
      return { kind: 'piece', offset: from, bytes, isEnd };
    },
  });
  const look = async (seen: AttemptReport | null = attempt) => {
    reader.seen(seen);
    for (let turns = 0; turns < 20; turns++) await turn();
    return state.asked.splice(0);
  };
  return { state, look };
}

test('a log is read as it grows, to its end and no further', async () => {
  const { state, look } = reading();
  state.said = 'one two ';
  assert.deepEqual(await look(), [0, 4, 8]);
  assert.deepEqual(await look(), [8]);
  [state.said, state.hasEnded] = ['one two three', true];
  assert.deepEqual(await look(), [8, 12]);
  assert.equal(state.kept, 'one two three');
  assert.deepEqual(await look(), []);
});

test('what was kept before a restart is not kept again', async () => {
  const { state, look } = reading('one two ');
  state.said = 'one two three';
  assert.deepEqual(await look(), [0, 8, 12, 13]);
  assert.equal(state.kept, 'one two three');
});

test('what could not be read or kept is read when the machine is looked at again', async () => {
  const { state, look } = reading();
  [state.said, state.hasEnded, state.isUp] = ['end', true, false];
  assert.deepEqual(await look(), [0]);
  [state.isUp, state.trouble] = [true, 'full'];
  assert.deepEqual(await look(null), [0]);
  state.trouble = '';
  assert.deepEqual(await look(null), [0]);
  assert.equal(state.kept, 'end');
});

test('of renders that are not ours, and of tasks that are gone, nothing is read', async () => {
  const { state, look } = reading();
  state.said = 'one two ';
  assert.deepEqual(await look({ ...attempt, lease: 'other' }), []);
  assert.deepEqual(await look({ ...attempt, lease: null }), []);
  state.trouble = 'the folder is gone';
  assert.deepEqual(await look(), [0]);
  assert.deepEqual(await look(), []);
});
