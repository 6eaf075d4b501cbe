// Steps and videos against a real RenderAPI, HPCServer and ffmpeg, in this process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { TaskView } from '@renderonline/contract';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { startPainterFarm, type PainterFarm } from '../testing/painter-farm.ts';

describe('videos of frames', { timeout: 120_000 }, () => {
  let folder: string;
  let farm: PainterFarm;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline video '));
    farm = await startPainterFarm(folder);
    await writeFile(join(folder, 'shot.paint'), 'a scene');
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  async function run(...argv: string[]) {
    const { address, email, token } = farm;
    const env = { RENDERONLINE_ADDRESS: address, RENDERONLINE_EMAIL: email, RENDERONLINE_TOKEN: token };
    const io = createFakeIo({ cwd: folder, env: { ...env, NO_COLOR: '1' } });
    return { code: await runCli(argv, io), out: io.out(), err: io.err() };
  }

  const submission = (frames: string, frameMs: number) => {
    const [start_frame = '1', end_frame = '1'] = frames.split('-');
    return {
      engineId: farm.engineIds.get('painter') ?? 0,
      arguments: { start_frame, end_frame, frame_ms: String(frameMs) },
      filePath: join(folder, 'shot.paint'),
    };
  };

  async function untilEnded(taskId: number): Promise<TaskView> {
    for await (const { state } of farm.client.watchTask(taskId)) {
      if (state === 'succeeded' || state === 'failed' || state === 'canceled') break;
    }
    return farm.client.task(taskId);
  }

  /** Size, rate and the amount of red of every picture. */
  async function lookAt(path: string): Promise<{ facts: string; reds: number[] }> {
    const args = [
      '-hide_banner',
      '-i',
      path,
      '-vf',
      'crop=2:2:8:8',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ];
    const { stdout, stderr } = await promisify(execFile)(farm.ffmpeg, args, { encoding: 'buffer' });
    const reds = [...stdout].filter((_value, index) => index % 12 === 0);
    return { facts: /Video: .*/.exec(stderr.toString())?.[0] ?? '', reds };
  }

  function assertNear(reds: readonly number[], wanted: readonly number[]): void {
    assert.equal(reds.length, wanted.length);
    for (const [index, red] of reds.entries()) {
      assert.ok(Math.abs(red - (wanted[index] ?? 0)) <= 5, `${String(reds)} is not ${String(wanted)}`);
    }
  }

  test('wait for all frames, and are saved', async () => {
    const { taskId } = await farm.client.enqueue(submission('3-8', 40));
    const { code, out, err } = await run(
      'video',
      String(taskId),
      '--fps',
      '12',
      '--to',
      'shot.webm',
      '--format',
      'webm',
    );
    assert.equal(code, 0, out + err);
    assert.match(out, new RegExp(`makes the video, when task ${taskId} has succeeded`));
    assert.match(out, /The video is .*shot\.webm/);
    const { facts, reds } = await lookAt(join(folder, 'shot.webm'));
    assert.match(facts, /vp9.*34x20.* 12 fps/);
    assertNear(reds, [60, 80, 100, 120, 140, 160]);
    const source = await farm.client.task(taskId);
    const [step] = source.steps;
    assert.deepEqual(
      source.steps.map(({ parentTaskId, engine, state }) => [parentTaskId, engine, state]),
      [[taskId, 'ffmpeg-frames', 'succeeded']],
    );
    assert.equal((await farm.client.task(step?.taskId ?? 0)).parentTaskId, taskId);
    const shown = await run('tasks', String(taskId));
    assert.match(shown.out, /steps +task \d+: ffmpeg-frames, succeeded/);
  });

  test('of a task that has ended are of the frames that it has', async () => {
    const { taskId } = await farm.client.enqueue(submission('1-4', 0));
    await untilEnded(taskId);
    const { code, out, err } = await run('video', String(taskId), '--watch');
    assert.equal(code, 0, out + err);
    const video = (await farm.client.task(taskId)).steps.at(-1);
    assert.deepEqual((await farm.client.task(video?.taskId ?? 0)).waitingFor, []);
    const saved = await run('download', String(video?.taskId), '--to', 'ended');
    assert.equal(saved.code, 0, saved.err);
    const { facts, reds } = await lookAt(join(folder, 'ended', 'video.mp4'));
    assert.match(facts, /h264.*34x20.* 24 fps/);
    assertNear(reds, [20, 40, 60, 80]);
  });

  test('and other steps are submitted with their task, and canceled with it', async () => {
    const engineId = farm.engineIds.get('ffmpeg-frames') ?? 0;
    const values = { frame_rate: '10', video_quality: '18' };
    const steps = [{ engineId, arguments: { ...values, video_codec: 'libx264', video_extension: '.mkv' } }];
    const { taskId, stepTaskIds } = await farm.client.enqueue({ ...submission('1-2', 0), steps });
    const [stepId = 0] = stepTaskIds;
    const step = await untilEnded(stepId);
    assert.equal(step.state, 'succeeded', step.failureReason ?? '');
    assert.equal(step.parentTaskId, taskId);
    const { outputs } = await farm.client.outputs(stepId);
    assert.deepEqual(
      outputs.map(({ path }) => path),
      ['video.mkv'],
    );
    const long = await farm.client.enqueue({ ...submission('1-2', 60_000), steps });
    assert.equal((await run('cancel', String(long.taskId))).code, 0);
    const canceled = await untilEnded(long.stepTaskIds[0] ?? 0);
    assert.equal(canceled.state, 'canceled');
    await run('delete', String(long.taskId), '--yes');
  });

  test('and frames in another format are made as steps, with the numbers that they have', async () => {
    const video = 'ffmpeg-frames frame_rate=10 video_quality=18 video_codec=libx264 video_extension=.mp4';
    const argv = ['shot.paint', '--frames', '5-8', '--convert', 'jpeg', '--step', video, '--json'];
    const { out, err } = await run('submit', ...argv);
    const { taskId } = JSON.parse(out || assert.fail(err)) as { taskId: number };
    const { steps } = await farm.client.task(taskId);
    for (const step of steps) {
      const { state, failureReason, failures } = await untilEnded(step.taskId);
      assert.equal(state, 'succeeded', JSON.stringify([failureReason, failures]));
    }
    const [images, film] = await Promise.all(
      steps.map(async (step) =>
        (await farm.client.outputs(step.taskId)).outputs.map(({ path }) => path).sort(),
      ),
    );
    assert.deepEqual(
      images,
      [5, 6, 7, 8].map((frame) => `frame_00000${frame}.jpg`),
    );
    assert.deepEqual(film, ['video.mp4']);
    const saved = await run('download', String(steps[0]?.taskId), '--to', 'jpegs');
    assert.equal(saved.code, 0, saved.err);
    assertNear((await lookAt(join(folder, 'jpegs', 'frame_000007.jpg'))).reds, [140]);
  });

  test('and frames of a task that is there are converted, each range under its numbers', async () => {
    const { taskId } = await farm.client.enqueue(submission('5-8', 0));
    await untilEnded(taskId);
    const argv = ['--to', 'jpeg', '--frames', '5,7-8', '--watch'];
    const { code, out, err } = await run('convert', String(taskId), ...argv);
    assert.equal(code, 0, out + err);
    const { steps } = await farm.client.task(taskId);
    const outputs = await Promise.all(steps.map((step) => farm.client.outputs(step.taskId)));
    assert.deepEqual(outputs.flatMap((of) => of.outputs.map(({ path }) => path)).sort(), [
      'frame_000005.jpg',
      'frame_000007.jpg',
      'frame_000008.jpg',
    ]);
    const saved = await run('download', String(steps[1]?.taskId), '--to', 'converted');
    assert.equal(saved.code, 0, saved.err);
    assertNear((await lookAt(join(folder, 'converted', 'frame_000008.jpg'))).reds, [160]);

    const waiting = await farm.client.enqueue(submission('1-2', 60_000));
    const later = await run('convert', String(waiting.taskId), '--to', 'png');
    assert.match(later.out, new RegExp(`converts 2 frames, when task ${waiting.taskId} has succeeded`));
    const refused = await run('convert', String(waiting.taskId), '--to', 'png', '--frames', '1');
    assert.match(refused.err, /no frames yet/);
    await run('cancel', String(waiting.taskId));
  });

  test('are refused where there is nothing to make them of', async () => {
    const { taskId } = await farm.client.enqueue(submission('1-1', 60_000));
    const { code, err } = await run('video', String(taskId), '--now');
    assert.notEqual(code, 0);
    assert.match(err, /no frames yet/);
    assert.notEqual((await run('video', '9999')).code, 0);
    await run('cancel', String(taskId));
  });
});
