import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import type { LeaseEvent, LinkTask } from '@renderonline/contract/link';
import { mockBlenderPath } from '@renderonline/engines';
import type { InstalledEngine, LeaseRunner } from '../leases/lease-runner.ts';
import { childrenOf, isRunning } from '../testing/processes.ts';
import {
  installedMock,
  leaseOf,
  mockTask,
  projectFacts,
  startTestRunner,
  type TestRunner,
  type TestRunnerOptions,
} from '../testing/test-runner.ts';
import { until } from '../testing/until.ts';

type Ended = Extract<LeaseEvent, { kind: 'ended' }>;

/** The mock Blender: it speaks as a session of Blender does, and behaves as its project says. */
const blender: InstalledEngine = {
  name: 'blender',
  version: '3.4.1',
  executablePath: process.execPath,
  leadingArguments: [mockBlenderPath],
  hasSessions: true,
};

describe('leases in sessions', () => {
  let test: TestRunner;
  let projects: Map<number, Buffer>;
  const start = async (options: TestRunnerOptions = {}): Promise<LeaseRunner> => {
    projects = new Map();
    test = await startTestRunner({ engines: [blender, installedMock], projects, ...options });
    return test.runner;
  };
  const ended = async (what: string) => (await test.untilSaid(`ended ${what}`)) as Ended;
  afterEach(() => test.close());

  /** A task whose scene behaves like this. */
  function sceneTask(taskId: number, behaviour: object, overrides: Partial<LinkTask> = {}): LinkTask {
    const content = Buffer.from(JSON.stringify(behaviour));
    projects.set(taskId, content);
    const project = projectFacts(content, 'scene.blend');
    return mockTask(taskId, '', { engineName: 'Blender', adapter: 'blender', project, ...overrides });
  }
  const frames = (taskId: number, ...leaseIds: readonly number[]) =>
    leaseIds.map((leaseId) => leaseOf(leaseId, taskId, leaseId));
  const opened = () => test.said().filter((what) => what.startsWith('session-opened')).length;
  const sessionPids = () => test.started.flatMap(({ pid }) => (pid !== null && isRunning(pid) ? pid : []));

  it('opens the scene once, and tells everything in order', async () => {
    const runner = await start();
    const findings = [
      {
        severity: 'warning',
        code: 'missing-image',
        message: 'wood.png',
        isMachineDependent: false,
        cause: null,
      },
    ];
    runner.takeTask(sceneTask(1, { frameMs: 40, findings }));
    runner.offer(frames(1, 1, 2, 3));
    await ended('3 succeeded');
    assert.equal(opened(), 1);
    assert.deepEqual(test.said().slice(0, 4), [
      ...['started 1', 'session-opened 1', 'findings 1', 'frame-started 1/1'],
    ]);
    assert.deepEqual(
      test.uploads.map(({ frame, name }) => [frame, name]),
      [1, 2, 3].map((frame) => [frame, `frame_000${frame}.png`]),
    );
    const logs = await until('the logs at RenderAPI', () => (test.logs.size === 3 ? test.logs : undefined));
    for (const frame of [1, 2, 3]) {
      const said = [...String(logs.get(frame)).matchAll(/Fra:(\d+)/g)].map(([, number]) => Number(number));
      assert.ok(said.length > 0 && said.every((number) => number === frame), String(logs.get(frame)));
    }
    assert.deepEqual(runner.sessions(), [{ taskId: 1, memoryMb: 100 }]);
    assert.ok(test.hints.some(({ leaseId, fraction }) => leaseId === 2 && fraction > 0));
    runner.closeSession(1);
    await test.untilSaid('session-closed 1');
    assert.deepEqual(runner.sessions(), []);
  });

  it('loses the frame in it when it crashes, and nothing else', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, { frames: { 2: 'crash' } }));
    runner.offer(frames(1, 1, 2, 3));
    const crash = await ended('2');
    assert.deepEqual([crash.outcome.kind, crash.cause, crash.failedFrame], ['crashed', 'killed', 2]);
    assert.match(crash.logTail, /Fra:2/);
    await ended('3 succeeded');
    assert.equal(opened(), 2);
    assert.ok(test.said().includes('frame-done 1/1'));
  });

  it('tells of frames that fail, and goes on with the next in the same session', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, { frames: { 1: 'fail', 2: 'write-half', 3: 'write-nothing' } }));
    runner.offer(frames(1, 1, 2, 3, 4));
    await ended('4 succeeded');
    await ended('2');
    const causes = test.events.flatMap((event) =>
      event.kind === 'ended' ? [[event.leaseId, event.cause]] : [],
    );
    assert.deepEqual(
      causes.sort(([a], [b]) => Number(a) - Number(b)),
      [
        [1, 'out-of-memory'],
        [2, 'output-broken'],
        [3, 'output-missing'],
        [4, null],
      ],
    );
    assert.equal(opened(), 1);
  });

  it('fails its lease when the scene cannot be opened', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, { refusal: 'not a blend file' }));
    runner.offer(frames(1, 1));
    const end = await ended('1');
    assert.equal(end.outcome.kind, 'failed');
    assert.ok(!test.said().some((what) => what.startsWith('session')), test.said().join(', '));
    await until('its folders are gone', () => leftFolders().length === 0);
  });

  it('fails its lease when the program is not there', async () => {
    const runner = await start({ engines: [{ ...blender, executablePath: '/nowhere/blender' }] });
    runner.takeTask(sceneTask(1, {}));
    runner.offer(frames(1, 1));
    const end = await ended('1');
    assert.match(end.message, /install it there/);
    assert.equal(end.cause, 'could-not-start');
  });

  it('ends a frame that is taken back, and keeps the scene open', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, { frameMs: 400 }));
    runner.offer(frames(1, 1, 2));
    await test.untilSaid('frame-started 1/1');
    runner.cancel([{ leaseId: 1, keepThrough: null }], 'test');
    await ended('1 canceled');
    await ended('2 succeeded');
    assert.equal(opened(), 1);
    assert.ok(!test.said().includes('frame-done 1/1'));
  });

  it('ends a renderer that does not let go of a frame', async () => {
    const runner = await start({ settings: { stopGraceMs: 100 } });
    runner.takeTask(sceneTask(1, { frameMs: 60_000, isDeaf: true }));
    runner.takeTask(sceneTask(2, {}));
    runner.offer([...frames(1, 1), ...frames(2, 2)]);
    await test.untilSaid('frame-started 1/1');
    runner.cancel([{ leaseId: 1, keepThrough: null }], 'test');
    await ended('2 succeeded');
    assert.ok(test.said().includes('ended 1 canceled'));
  });

  it('ends a frame that hangs, and one that takes too long', async () => {
    const runner = await start();
    const behaviour = { frames: { 1: 'hang' }, frameMs: 0 };
    runner.takeTask(sceneTask(1, behaviour, { limits: { hungAfterMs: 600, maxFrameMs: null } }));
    runner.takeTask(sceneTask(2, { frameMs: 60_000 }, { limits: { hungAfterMs: null, maxFrameMs: 300 } }));
    runner.offer([...frames(1, 1), ...frames(2, 2)]);
    const hung = await ended('1');
    assert.deepEqual([hung.outcome.kind, hung.cause, hung.failedFrame], ['failed', 'hung', 1]);
    const slow = await ended('2');
    assert.deepEqual([slow.outcome.kind, slow.cause], ['timed-out', 'timed-out']);
  });

  it('is closed when nothing comes for a while', async () => {
    const runner = await start({ settings: { sessionIdleMs: 100 } });
    runner.takeTask(sceneTask(1, {}));
    runner.offer(frames(1, 1));
    await test.untilSaid('session-closed 1');
    assert.deepEqual(sessionPids(), []);
    runner.offer(frames(1, 2));
    await ended('2 succeeded');
    assert.equal(opened(), 2);
  });

  it('is closed when it holds too much memory, after its frame', async () => {
    const runner = await start({ settings: { sessionMemoryMb: 500 } });
    runner.takeTask(sceneTask(1, { memoryMb: 600 }));
    runner.offer(frames(1, 1, 2));
    await ended('1 succeeded');
    await ended('2 succeeded');
    assert.equal(opened(), 2);
  });

  it('gives way when another task needs the slot, before that one starts', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, {}));
    runner.takeTask(mockTask(2, '--frame-ms 100'));
    runner.takeTask(sceneTask(3, {}));
    runner.offer([...frames(1, 1), leaseOf(2, 2, 1), ...frames(3, 3)]);
    await test.untilSaid('frame-started 2/1');
    assert.equal(sessionPids().length, 1, 'the session of task 1 is gone');
    await ended('3 succeeded');
    assert.deepEqual(
      test.said().filter((what) => /^session/.test(what)),
      ['session-opened 1', 'session-closed 1', 'session-opened 3'],
    );
  });

  it('is opened anew when the values of its task have changed', async () => {
    const runner = await start();
    const task = sceneTask(1, {});
    runner.takeTask(task);
    runner.offer(frames(1, 1));
    await ended('1 succeeded');
    runner.takeTask({ ...task, values: { ...task.values, end_frame: '150' } });
    runner.offer(frames(1, 2));
    await ended('2 succeeded');
    assert.equal(opened(), 1);
    runner.takeTask({ ...task, values: { ...task.values, samples: '8' } });
    runner.offer(frames(1, 3));
    await ended('3 succeeded');
    assert.equal(opened(), 2);
  });

  it('is there once for each of two slots, which find their own again', async () => {
    const runner = await start();
    runner.setSlots(2);
    runner.takeTask(sceneTask(1, { frameMs: 300 }));
    runner.takeTask(sceneTask(2, { frameMs: 300 }));
    runner.offer([...frames(1, 1), ...frames(2, 2)]);
    await Promise.all([ended('1 succeeded'), ended('2 succeeded')]);
    runner.offer([...frames(2, 3), ...frames(1, 4)]);
    await Promise.all([ended('3 succeeded'), ended('4 succeeded')]);
    assert.equal(opened(), 2);
    runner.offer(frames(1, 5, 6));
    await Promise.all([ended('5 succeeded'), ended('6 succeeded')]);
    assert.deepEqual(
      runner.sessions().map(({ taskId }) => taskId),
      [1, 1],
    );
  });

  it('ends with the runner, with the frame in it', async () => {
    const runner = await start();
    runner.takeTask(sceneTask(1, { frameMs: 60_000, isDeaf: true }));
    runner.offer(frames(1, 1));
    await test.untilSaid('frame-started 1/1');
    const said = test.said();
    await runner.stop();
    assert.deepEqual(sessionPids(), []);
    assert.deepEqual(test.said(), said);
    assert.deepEqual(childrenOf(process.pid).filter(isRunning), []);
  });

  const leftFolders = () => readdirSync(join(test.settings.dataDirectory, 'leases'));
});
