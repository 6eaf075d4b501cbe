// The scheduler over real HTTP against look-alikes of 1.x's HPCServer that start real processes: the faults of
// 1.x that concern it (1, 2, 3, 8 and 12 of the wire contract) must not be ours.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { updateMachine } from '@renderonline/database';
import { HpcServer1x } from '../../../../tests/look-alikes/hpc-server-1x.ts';
import type { Scheduler, SchedulingSettings } from '../scheduling/scheduler.ts';
import { openTestFarm, until, type TestFarm } from '../scheduling/testing/test-farm.ts';
import { startHpcScheduler, untilIdle } from './testing/start-hpc-scheduler.ts';

/** Renders until told how to end: writes its arguments, then waits for a file that holds its exit code. */
const renderer = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
writeFileSync(join(__dirname, 'arguments.json'), JSON.stringify(process.argv.slice(2)));
setInterval(() => {
  const end = join(__dirname, 'end');
  if (existsSync(end)) process.exit(Number(readFileSync(end, 'utf8')));
}, 5);
`;
const task = {
  template: '$RENDERONLINE:@uploaded_file "a b" $RENDERONLINE:start_frame $RENDERONLINE:end_frame',
  values: { start_frame: '1', end_frame: '10' },
};

let farm: TestFarm;
let servers: HpcServer1x[];
let schedulers: Scheduler[];

beforeEach(async () => {
  farm = await openTestFarm('node');
  servers = [];
  schedulers = [];
  await writeFile(join(farm.folder, 'scene.blend'), renderer);
});
afterEach(async () => {
  for (const scheduler of schedulers) await scheduler.close();
  for (const server of servers) await server.close();
  await farm.close();
});

async function addServer(name: string): Promise<{ server: HpcServer1x; machineId: number }> {
  const server = await new HpcServer1x({
    engines: [{ engineId: 'NODE', executablePath: process.execPath }],
  }).listen();
  servers.push(server);
  return { server, machineId: await farm.addMachine(name, server.port) };
}

async function startScheduler(changes: Partial<SchedulingSettings> = {}): Promise<Scheduler> {
  const scheduler = await startHpcScheduler(farm, changes);
  schedulers.push(scheduler);
  return scheduler;
}

async function endRendersWith(code: number): Promise<void> {
  await writeFile(join(farm.folder, 'end'), String(code));
}

async function state(taskId: number): Promise<string> {
  return (await farm.details(taskId)).task.state;
}

async function outcomes(taskId: number) {
  return (await farm.attempts(taskId)).map(({ outcome }) => outcome);
}

test('a task starts on an idle machine at once, without any interval in between, and ends', async (context) => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler({ machineIdlePollIntervalMs: 60_000, rescanIntervalMs: 60_000 });
  await untilIdle(scheduler, machineId);
  const taskId = await farm.enqueue(task);
  const submittedAtMs = performance.now();
  scheduler.wake();
  await until('the start', () => server.starts.length === 1);
  const tookMs = performance.now() - submittedAtMs;
  context.diagnostic(`wake to start call received: ${tookMs.toFixed(1)} ms`);
  // A file is there before anything is in it.
  const told = async () => readFile(join(farm.folder, 'arguments.json'), 'utf8').catch(() => '');
  await until('its arguments', async () => (await told()) !== '');
  assert.equal(await told(), '["a b","1","10"]');
  await until('the task to run', async () => (await state(taskId)) === 'running');
  await endRendersWith(0);
  await until('the task to end', async () => (await state(taskId)) === 'succeeded');
  assert.equal(
    server.requests.filter((path) => path === '/hpc/attempt').length,
    1,
    'it is known to be a 1.x node',
  );
});

test('fault 1: a node that went on to another task does not complete the wrong one', async () => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler({ machinePollIntervalMs: 1500 });
  await untilIdle(scheduler, machineId);
  const taskId = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to run', async () => (await state(taskId)) === 'running');
  // Another RenderAPI takes the node between two polls, and its render succeeds.
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${server.port}/hpc/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post('stop', { TaskId: taskId });
  await post('start', { EngineId: 'node', TaskId: taskId + 1000, Arguments: '--version' });
  await until('the loss to be noticed', async () => (await outcomes(taskId))[0] === 'machine-lost');
  await until('it to run again', async () => (await outcomes(taskId)).length === 2);
  assert.equal((await farm.details(taskId)).task.isSuccess, false);
});

test('fault 2: machines that refuse, hang or talk nonsense delay nobody', async () => {
  await farm.addMachine('nobody', 1);
  const hanging = await addServer('hanging');
  hanging.server.faults.beforeAnswer = () => new Promise(() => undefined);
  const strange = await addServer('strange');
  strange.server.faults.impostor = () => ({ status: 200, body: '<html>It works!</html>' });
  const endless = await addServer('endless');
  endless.server.faults.impostor = () => ({ status: 200, body: 'x'.repeat(6 * 1024 * 1024) });
  const good = await addServer('good');
  const scheduler = await startScheduler({ machineRequestTimeoutMs: 3000 });
  await untilIdle(scheduler, good.machineId);
  await farm.enqueue(task);
  scheduler.wake();
  await until('the start, before the hanging one is given up', () => good.server.starts.length === 1, 2500);

  const problems = {
    nobody: /^connection refused$/,
    hanging: /^no answer within 3 s$/,
    strange: /not one of HPCServer/,
    endless: /longer than/,
  };
  for (const [machine, problem] of Object.entries(problems)) {
    await until(`${machine} to be judged`, () => {
      const { state: itsState, problem: its } =
        scheduler.machines().find(({ name }) => name === machine) ?? {};
      return itsState === 'unreachable' && problem.test(its ?? '');
    });
  }
});

describe('fault 3', () => {
  test('a task of a machine that vanished is rendered elsewhere, and the lost render is stopped when it is back', async () => {
    const [one, two] = [await addServer('render1'), await addServer('render2')];
    const scheduler = await startScheduler({ machineSilentAfterMs: 1500 });
    await untilIdle(scheduler, one.machineId, two.machineId);
    // One frame: a range would be shared by the two machines.
    const taskId = await farm.enqueue({ ...task, frames: [{ first: 1, last: 1 }] });
    scheduler.wake();
    await until('the task to run', async () => (await state(taskId)) === 'running');
    const [lost, other] =
      one.server.starts.length === 1 ? [one.server, two.server] : [two.server, one.server];
    await lost.vanish();
    await until('it to run elsewhere', () => other.starts.length === 1);
    assert.notEqual(lost.rendererPid, undefined, 'the lost render goes on');
    await lost.listen();
    await until('the lost render to be stopped', () => lost.rendererPid === undefined);
    assert.deepEqual(lost.stops, [taskId]);
    await endRendersWith(0);
    await until('the task to end', async () => (await state(taskId)) === 'succeeded');
    assert.deepEqual(await outcomes(taskId), ['machine-lost', 'succeeded']);
  });

  test('a task of a node that was restarted is given out again', async () => {
    const { server, machineId } = await addServer('render1');
    const scheduler = await startScheduler();
    await untilIdle(scheduler, machineId);
    const taskId = await farm.enqueue(task);
    scheduler.wake();
    await until('the task to run', async () => (await state(taskId)) === 'running');
    await server.restart();
    await until('the second start', () => server.starts.length === 2);
    assert.deepEqual((await outcomes(taskId))[0], 'machine-lost');
  });

  test('a restart of RenderAPI takes a running task up, and does not start it twice', async () => {
    const { server, machineId } = await addServer('render1');
    const first = await startScheduler();
    await untilIdle(first, machineId);
    const taskId = await farm.enqueue(task);
    first.wake();
    await until('the task to run', async () => (await state(taskId)) === 'running');
    await first.close();
    const second = await startScheduler();
    await until('it to be taken up', () => second.machines()[0]?.state === 'busy');
    await endRendersWith(0);
    await until('the task to end', async () => (await state(taskId)) === 'succeeded');
    assert.equal(server.starts.length, 1);
    assert.deepEqual(await outcomes(taskId), ['succeeded']);
  });

  test('a SIGKILL of RenderAPI in the middle of a render: its successor leads at once and takes it up', async () => {
    const { server } = await addServer('render1');
    const taskId = await farm.enqueue(task);
    const program = join(import.meta.dirname, 'testing/scheduler-program.ts');
    const victim = spawn(process.execPath, [program, farm.connectionString], { stdio: 'ignore' });
    await until('the task to run', async () => (await state(taskId)) === 'running', 30_000);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const successor = await startScheduler({ leadershipTtlMs: 3_600_000 });
    // Long before the leadership of a process that may still live would have run out.
    await until('it to lead', () => successor.isLeader());
    await until('it to be taken up', () => successor.machines()[0]?.state === 'busy');
    await endRendersWith(0);
    await until('the task to end', async () => (await state(taskId)) === 'succeeded');
    assert.equal(server.starts.length, 1);
    assert.deepEqual(await outcomes(taskId), ['succeeded']);
  });

  test('a render that ended while RenderAPI was away counts', async () => {
    const { server, machineId } = await addServer('render1');
    const first = await startScheduler();
    await untilIdle(first, machineId);
    const taskId = await farm.enqueue(task);
    first.wake();
    await until('the task to run', async () => (await state(taskId)) === 'running');
    await first.close();
    await endRendersWith(0);
    await until('the render to end', () => server.rendererPid === undefined);
    await startScheduler();
    await until('the task to end', async () => (await state(taskId)) === 'succeeded');
    assert.equal(server.starts.length, 1);
  });
});

test('fault 8: a failed task keeps the time of its real start', async () => {
  const { machineId } = await addServer('render1');
  const scheduler = await startScheduler({ maxAttempts: 1 });
  await untilIdle(scheduler, machineId);
  const taskId = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to run', async () => (await state(taskId)) === 'running');
  const { startedAtMs } = (await farm.details(taskId)).task;
  await endRendersWith(3);
  await until('the task to fail', async () => (await state(taskId)) === 'failed');
  const { task: ended } = await farm.details(taskId);
  assert.equal(ended.startedAtMs, startedAtMs);
  assert.ok((ended.endedAtMs ?? 0) > (startedAtMs ?? Infinity));
  assert.match(ended.failureReason ?? '', /1\.x does not say why/);
});

test('fault 12: a render that takes too long is ended, on the machine as well', async () => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler({ maxRenderMs: 500, maxAttempts: 1 });
  await untilIdle(scheduler, machineId);
  const taskId = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to fail', async () => (await state(taskId)) === 'failed');
  await until('the renderer to be gone', () => server.rendererPid === undefined);
  assert.deepEqual(await outcomes(taskId), ['timed-out']);
});

test('a start whose answer was lost is found out, not repeated', async () => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler();
  await untilIdle(scheduler, machineId);
  server.faults.dropStartAnswers = true;
  const taskId = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to run', async () => (await state(taskId)) === 'running');
  await endRendersWith(0);
  await until('the task to end', async () => (await state(taskId)) === 'succeeded');
  assert.equal(server.starts.length, 1);
});

test('a canceled task’s renderer is gone when the cancel returns', async () => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler();
  await untilIdle(scheduler, machineId);
  const taskId = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to run', async () => (await state(taskId)) === 'running');
  assert.deepEqual(await scheduler.cancelTask(taskId), { wasQueued: true });
  assert.equal(server.rendererPid, undefined);
  await untilIdle(scheduler, machineId);
  assert.equal(await state(taskId), 'canceled');
});

test('a disabled machine ends what it has and gets nothing new; enabled again, it does', async () => {
  const { server, machineId } = await addServer('render1');
  const scheduler = await startScheduler();
  await untilIdle(scheduler, machineId);
  const first = await farm.enqueue(task);
  scheduler.wake();
  await until('the task to run', async () => (await state(first)) === 'running');
  await updateMachine(farm.database.db, { machineId, isEnabled: false });
  scheduler.wake();
  await until('the machine to be drained', () => scheduler.machines()[0]?.acceptsWork === false);
  const second = await farm.enqueue(task);
  scheduler.wake();
  await endRendersWith(0);
  await until('the first to end', async () => (await state(first)) === 'succeeded');
  await until('the machine to be left alone', () => scheduler.machines().length === 0);
  assert.equal(await state(second), 'queued');
  await updateMachine(farm.database.db, { machineId, isEnabled: true });
  scheduler.wake();
  await until('the second to end', async () => (await state(second)) === 'succeeded');
  assert.equal(server.starts.length, 2);
});
