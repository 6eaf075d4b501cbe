import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { LeaseEvent, LinkTask } from '@renderonline/contract/link';
import { findExecutable } from '@renderonline/engines';
import { isRunning } from '../testing/processes.ts';
import {
  leaseOf,
  mockTask,
  projectFacts,
  startTestRunner,
  type TestRunner,
  type TestRunnerOptions,
} from '../testing/test-runner.ts';
import { until } from '../testing/until.ts';

type Ended = Extract<LeaseEvent, { kind: 'ended' }>;

const makeScene = `
import bpy, sys
scene = bpy.context.scene
scene.render.engine = 'CYCLES'
scene.cycles.samples = 1
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y = 64, 36
bpy.ops.wm.save_as_mainfile(filepath=sys.argv[-1])
`;

describe('leases in sessions of the Blender that is installed', () => {
  let executablePath: string;
  let scene: Buffer;
  let test: TestRunner;

  before(async () => {
    const found = await findExecutable('blender');
    assert.ok(found, 'Blender is missing: install it, for example with `apt install blender`');
    executablePath = found;
    const folder = await mkdtemp(join(tmpdir(), 'renderonline-scene-'));
    const path = join(folder, 'scene.blend');
    const options = ['-b', '--factory-startup', '--python-exit-code', '1', '--python-expr', makeScene];
    await promisify(execFile)(executablePath, [...options, '--', path]);
    scene = await readFile(path);
    await rm(folder, { recursive: true });
  });
  afterEach(() => test.close());

  async function start(options: TestRunnerOptions = {}) {
    const engine = {
      name: 'blender',
      version: '3.4.1',
      executablePath,
      leadingArguments: [],
      hasSessions: true,
    };
    const projects = new Map([1, 2].map((taskId) => [taskId, scene]));
    test = await startTestRunner({ engines: [engine], projects, ...options });
    test.runner.takeTask(sceneTask(1));
    // More than anybody would wait for.
    test.runner.takeTask(sceneTask(2, { samples: '100000', resolution_percentage: '1000' }));
    return test.runner;
  }

  const sceneTask = (taskId: number, values: Record<string, string> = {}): LinkTask =>
    mockTask(taskId, '', {
      ...{ engineName: 'blender', adapter: 'blender', project: projectFacts(scene, 'scene.blend') },
      values: { start_frame: '1', end_frame: '9', ...values },
    });
  const ended = async (what: string) => (await test.untilSaid(`ended ${what}`)) as Ended;
  const opened = () => test.said().filter((what) => what.startsWith('session-opened')).length;
  const sessionPid = () =>
    test.started.flatMap(({ pid }) => (pid !== null && isRunning(pid) ? pid : [])).at(-1);

  it('renders frame after frame in one of them, and closes it when it is idle', async () => {
    const runner = await start({ settings: { sessionIdleMs: 300 } });
    runner.offer([1, 2, 3].map((frame) => leaseOf(frame, 1, frame)));
    await ended('3 succeeded');
    assert.equal(opened(), 1);
    assert.deepEqual(
      test.uploads.map(({ name }) => name),
      ['frame_0001.png', 'frame_0002.png', 'frame_0003.png'],
    );
    assert.ok((runner.sessions()[0]?.memoryMb ?? 0) > 10);
    const pid = sessionPid();
    await test.untilSaid('session-closed 1');
    assert.ok(pid !== undefined && !isRunning(pid));
  });

  it('loses no more than its frame when Blender is killed, and cancels the next one', async () => {
    const runner = await start();
    runner.offer([leaseOf(1, 2, 1), leaseOf(2, 2, 2), leaseOf(3, 1, 3)]);
    await test.untilSaid('frame-started 1/1');
    process.kill(sessionPid() ?? 0, 'SIGKILL');
    const { outcome, cause, failedFrame } = await ended('1');
    assert.deepEqual([outcome.kind, cause, failedFrame], ['crashed', 'killed', 1]);
    await test.untilSaid('frame-started 2/2');
    await until('it paints', () => test.hints.some(({ leaseId }) => leaseId === 2));
    runner.cancel([{ leaseId: 2, keepThrough: null }], 'test');
    await ended('2 canceled');
    await ended('3 succeeded');
    assert.deepEqual(
      test.uploads.map(({ frame }) => frame),
      [3],
    );
  });

  it('opens another one when the first has grown too large', async () => {
    const runner = await start({ settings: { sessionMemoryMb: 20 } });
    runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    await ended('2 succeeded');
    assert.equal(opened(), 2);
  });
});
