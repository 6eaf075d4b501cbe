// What of machines users see who are no admins, on a real database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MachineAttemptList, MachineList, type MachineEvent } from '@renderonline/contract';
import { addMachine } from '@renderonline/database';
import { Compile } from 'typebox/compile';
import type { NewEvent } from '../events/event-log.ts';
import { createMachineFeed } from '../events/machine-feed.ts';
import type { MachineView } from '../scheduling/machines/machine-view.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { createClient } from '../../../../packages/client/src/index.ts';
import { startTestApi } from '../testing/test-api.ts';
import { machineListFor } from './machine-status.ts';

const frameOf = (taskId: number) => ({
  ...{ taskId, frame: taskId, machineId: 1, leaseId: taskId, fraction: 0.5, startedAtMs: null },
});

function viewOf(taskIds: readonly number[], changes: Partial<MachineView> = {}): MachineView {
  return {
    ...{ machineId: 1, name: 'tower', transport: 'link', state: 'busy', engines: [], slots: 2, tags: [] },
    ...{ acceptsWork: true, whyNot: null, quarantineReason: null, fingerprint: null, load: null },
    ...{ taskId: null, leaseId: null, lastHeardAtMs: null, retryAtMs: null },
    problem: 'no room in /srv/secret/other-user',
    leases: taskIds.map((taskId) => ({ leaseId: taskId, taskId, isRunning: true })),
    currentFrames: taskIds.map(frameOf),
    ...changes,
  };
}

test('users see of machines what they render of theirs, admins everything', async (t) => {
  const api = await startTestApi();
  t.after(() => api.close());
  const { database } = api;
  await addMachine(database.db, { ipAddress: '10.0.0.1', port: 5001 });
  async function submit(headers: Record<string, string>): Promise<number> {
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
    });
    return Number(response.headers.get('renderonline-task-id'));
  }
  const own = await submit(api.headers);
  const other = await submit({ email: 'other@example.com', token: 'other-token' });
  const scheduler = { machines: () => [viewOf([own, other])], isLeader: () => true };
  const seenAs = async (role: 'user' | 'admin') => {
    const list = await machineListFor({ database, scheduler }, { userId: 1, role });
    assert.deepEqual(Compile(MachineList).Errors(list), []);
    const [machine] = list.machines;
    return {
      tasks: machine?.leases.map(({ taskId }) => taskId),
      frames: machine?.currentFrames.map(({ taskId }) => taskId),
      problem: machine?.problem,
      state: machine?.state,
    };
  };
  const problem = 'no room in /srv/secret/other-user';
  assert.deepEqual(await seenAs('admin'), {
    ...{ tasks: [own, other], frames: [own, other], state: 'busy' },
    problem,
  });
  assert.deepEqual(await seenAs('user'), {
    ...{ tasks: [own, null], frames: [own], state: 'busy' },
    problem: 'an admin of the farm can see why',
  });
});

test('events of machines tell admins alone what their troubles are', () => {
  let machines: MachineView[] = [];
  const published: NewEvent[] = [];
  const scheduler = { machines: () => machines, isLeader: () => true };
  const feed = createMachineFeed({ scheduler, publish: (events) => published.push(...events) });
  feed.begin();
  machines = [viewOf([], { quarantineReason: '/srv/secret' })];
  feed.look();
  const told = published.map(({ audience, data }) => {
    const { problem, quarantineReason } = data as MachineEvent;
    return [audience, problem, quarantineReason];
  });
  const concealed = 'an admin of the farm can see why';
  assert.deepEqual(told, [
    ['machines', concealed, concealed],
    ['machine-details', 'no room in /srv/secret/other-user', '/srv/secret'],
  ]);
});

test('what a machine was given is told in pages, and of machines that are none it is said', async (t) => {
  const api = await startTestApi();
  t.after(() => api.close());
  const { machineId } = await addMachine(api.database.db, { ipAddress: '10.0.0.1', port: 5001 });
  const client = createClient({ baseUrl: api.url, ...api.headers });
  const list = await client.machineAttempts(machineId, { limit: 5 });
  assert.deepEqual(Compile(MachineAttemptList).Errors(list), []);
  assert.deepEqual(list, { attempts: [], nextBefore: null });
  await assert.rejects(client.machineAttempts(999), { status: 404, code: 'machine-not-found' });
  await assert.rejects(client.machineAttempts(machineId, { limit: 201 }), { code: 'request-invalid' });
});
