import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { listLogParts } from '@renderonline/runtime';
import { isRunning, untilGone, untilSaid } from '../testing/processes.ts';
import { mockEngine, startTestServer, type TestServer } from '../testing/test-server.ts';

const saidPid = /Mock engine (\d+)/;
const saidFork = /Forked (\d+)/;

describe('process control, with real processes', () => {
  let server: TestServer;
  let taskId = 0;
  before(async () => {
    process.env['RENDERONLINE_TOKEN'] = 'secret';
    server = await startTestServer({
      // Time enough to say that it was asked, on a busy computer too.
      stopGraceMs: 800,
      renderingEngines: [
        mockEngine,
        { engineId: 'env', executablePath: '/usr/bin/env', leadingArguments: [] },
        { engineId: 'folder', executablePath: '/tmp', leadingArguments: [] },
        { engineId: 'text', executablePath: '/etc/passwd', leadingArguments: [] },
      ],
    });
  });
  after(async () => {
    delete process.env['RENDERONLINE_TOKEN'];
    await server.close();
  });
  afterEach(async () => {
    await server.stop({ TaskId: taskId });
  });

  async function start(args: string, engineId = 'mock'): Promise<void> {
    taskId += 1;
    const answer = await server.start({ EngineId: engineId, TaskId: taskId, Arguments: args });
    assert.equal(answer.status, 200, answer.Message);
  }

  const ended = () => server.untilAttempt('it ends', ({ IsRunning }) => !IsRunning);

  it('tells the end by code, by signal, and not having started apart', async () => {
    await start('--frames 1-3 --error "no camera" --exit-code 3');
    const byCode = await ended();
    assert.deepEqual(
      [byCode.Outcome, byCode.ExitCode, byCode.Signal, byCode.Message],
      ['failed', 3, null, 'no camera'],
    );
    assert.equal(byCode.FramesDone, '1-2', 'the frame finished just before a bad end is not believed');

    await start('--frames 1-1 --kill-self SIGSEGV');
    const bySignal = await ended();
    assert.deepEqual([bySignal.Outcome, bySignal.ExitCode, bySignal.Signal], ['crashed', null, 'SIGSEGV']);

    for (const engineId of ['folder', 'text']) {
      const answer = await server.start({ EngineId: engineId, TaskId: 99, Arguments: '-x' });
      assert.equal(answer.status, 400);
      assert.match(answer.Message, /could not be started: .* may not be executed; correct its permissions/);
      const attempt = await server.attempt();
      assert.deepEqual(
        [attempt?.Outcome, attempt?.ExitCode, attempt?.Signal],
        ['could-not-start', null, null],
      );
    }

    await start('--frames 5-6');
    const success = await ended();
    assert.deepEqual([success.Outcome, success.ExitCode, success.FramesDone], ['succeeded', 0, '5-6']);
    assert.equal((await server.status()).Task?.IsSuccess, true);
  });

  it('gives the renderer its arguments as they are, and nothing of our credentials', async () => {
    await start('-u NOTHING "A=x y $HOME ;`id`" B=*', 'env');
    const { LogPath, Outcome } = await ended();
    assert.equal(Outcome, 'succeeded');
    const text = await readFile(LogPath ?? '', 'utf8');
    const lines = text.split('\n').map((line) => line.replace(/^[\d:.T-]+Z /, ''));
    assert.ok(lines.includes('A=x y $HOME ;`id`'));
    assert.ok(lines.includes('B=*'));
    assert.deepEqual(
      lines.filter((line) => /^RENDERONLINE_(?!RENDER=)/.test(line)),
      [],
    );
  });

  it('asks, waits, and kills what does not listen', async () => {
    await start('--ignore-sigterm --hang');
    const pid = await untilSaid(await server.logPath(), saidPid);
    const answer = await server.stop({ TaskId: taskId });
    assert.deepEqual(answer, { status: 200, IsSuccess: true, Message: 'Active render terminated!' });
    assert.equal(isRunning(pid), false, 'it is gone when the answer comes');
    const attempt = await server.attempt();
    assert.deepEqual([attempt?.Outcome, attempt?.Signal, attempt?.IsRunning], ['canceled', 'SIGKILL', false]);
    assert.match(await readFile(attempt?.LogPath ?? '', 'utf8'), /Ignoring SIGTERM/);
  });

  it('needs no grace for a renderer that ends when asked', async () => {
    await start('--hang');
    await untilSaid(await server.logPath(), saidPid);
    await server.stop({ TaskId: taskId });
    assert.equal((await server.attempt())?.Signal, 'SIGTERM');
  });

  it('ends a child that has left the group for a session of its own', async () => {
    await start('--fork --hang');
    const fork = await untilSaid(await server.logPath(), saidFork);
    assert.ok(isRunning(fork));
    await server.stop({ TaskId: taskId });
    assert.equal(isRunning(fork), false);
  });

  it('ends what a renderer leaves behind when it ends by itself', async () => {
    await start('--fork --frames 1-2');
    const attempt = await ended();
    assert.deepEqual([attempt.Outcome, attempt.FramesDone], ['succeeded', '1-2']);
    assert.equal(isRunning(await untilSaid(attempt.LogPath ?? '', saidFork)), false);
  });

  it('is stopped by two at once, and both are told', async () => {
    await start('--ignore-sigterm --hang');
    const answers = await Promise.all([server.stop({ TaskId: taskId }), server.stop({ TaskId: taskId })]);
    assert.deepEqual(
      answers.map(({ Message }) => Message),
      ['Active render terminated!', 'Active render terminated!'],
    );
  });

  it('keeps a flood of output within its limit, and answers meanwhile', async () => {
    await start('--frames 1-2 --flood 50000000 --hang');
    const { LogPath } = await server.untilAttempt('it hangs', ({ FramesDone }) => FramesDone === '1-2');
    await server.stop({ TaskId: taskId });
    const parts = await listLogParts(LogPath ?? '');
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    assert.ok(size <= server.settings.maxLogBytes, `${size} bytes`);
    assert.match(await readFile(parts[0]?.path ?? '', 'utf8'), /Mock engine/);
    assert.match(await readFile(parts.at(-1)?.path ?? '', 'utf8'), /Fra:2 .*RenderOnline: canceled/s);
  });

  it('shows how far a render is while it runs', async () => {
    await start('--frames 4-9 --frame-ms 60000000');
    const painting = await server.untilAttempt('frame 4', ({ CurrentFrame }) => CurrentFrame === 4);
    assert.deepEqual([painting.FramesDone, painting.FrameFraction, painting.IsRunning], ['', 0, true]);
    await server.stop({ TaskId: taskId });

    await start('--frames 4-9 --hang');
    const between = await server.untilAttempt('frame 9', ({ FramesDone }) => FramesDone === '4-9');
    assert.deepEqual([between.CurrentFrame, between.FrameFraction, between.IsRunning], [9, 1, true]);
  });

  it('starts a renderer in a folder of its own', async () => {
    await start('--frames 1-1 --write relative_##.png');
    const { LogPath } = await ended();
    assert.ok(existsSync((LogPath ?? '').replace('output.log', 'work/relative_01.png')));
  });
});

describe('limits of process control', () => {
  it('ends a render that takes longer than it may', async () => {
    const server = await startTestServer({ maxRenderMs: 300 });
    try {
      await server.start({ EngineId: 'mock', TaskId: 1, Arguments: '--hang' });
      const attempt = await server.untilAttempt('it ends', ({ IsRunning }) => !IsRunning);
      assert.equal(attempt.Outcome, 'timed-out');
      assert.match(attempt.Message, /longer than MaxRenderMs, 300 ms/);
    } finally {
      await server.close();
    }
  });

  it('keeps as many attempts as it may', async () => {
    const server = await startTestServer({ keepAttempts: 2 });
    try {
      const logs: string[] = [];
      for (let taskId = 1; taskId <= 4; taskId++) {
        await server.start({ EngineId: 'mock', TaskId: taskId, Arguments: '--frames 1-1' });
        const { LogPath } = await server.untilAttempt(
          `task ${taskId}`,
          (attempt) => attempt.TaskId === taskId && !attempt.IsRunning,
        );
        logs.push(LogPath ?? '');
      }
      await server.untilAttempt('the oldest are gone', () => !existsSync(logs[1] ?? ''));
      assert.deepEqual(logs.map(existsSync), [false, false, true, true]);
    } finally {
      await server.close();
    }
  });

  it('ends its render when it is closed', async () => {
    const server = await startTestServer();
    await server.start({ EngineId: 'mock', TaskId: 1, Arguments: '--ignore-sigterm --hang --fork' });
    const logPath = await server.logPath();
    const pids = [await untilSaid(logPath, saidPid), await untilSaid(logPath, saidFork)];
    const guardian = server.guardianPid();
    await server.close();
    assert.deepEqual(pids.map(isRunning), [false, false]);
    assert.ok(guardian !== undefined);
    await untilGone(guardian);
  });
});
