// Whoever listens, follows a log or uploads while RenderAPI is killed and started again misses nothing and gets nothing
// twice: real programs, a real SQLite, and kills in the middle of a task, of an upload, and between a task and its step.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { painterPath } from '../apps/cli/src/testing/painter-path.ts';
import { createClient, type Client } from '../packages/client/src/index.ts';
import { startApi, type Api } from './support/farm.ts';
import { joinMachine } from './support/join-machine.ts';
import { followEvents, type Mirror } from './support/mirror.ts';
import { videoFacts } from './support/pictures.ts';
import { freePort, killAllPrograms, runCli } from './support/program.ts';
import { seedFarm } from './support/seed-farm.ts';

const frameCount = 24;
const uploadBytes = 48_000_000;
const engine = [
  ...['--name', 'painter', '--extension', '.paint', '--template'],
  '--frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --frame-ms $RENDERONLINE:frame_ms ' +
    '--write $RENDERONLINE:@output_directory/frame_####.png',
];

describe('a RenderAPI that is killed and started again', { timeout: 120_000 }, () => {
  let folder: string;
  let configuration: Record<string, unknown>;
  let api: Api;
  let client: Client;
  let mirror: Mirror;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-restarts-'));
    const { connectionString, downloads, email, token } = await seedFarm(folder, { engine, queueLimit: 10 });
    const run = (...args: string[]) => runCli([...args, '--database', connectionString]);
    for (const name of ['start_frame', 'end_frame', 'frame_ms']) {
      await run('argtype', 'add', name, '--type', 'natural');
    }
    await run('engine', 'add', '--preset', 'ffmpeg-frames', '--download-path', downloads);
    configuration = { ConnectionString: connectionString, Port: await freePort(), Announce: false };
    api = await startApi(folder, configuration);
    await joinMachine({ folder, address: api.address, connectionString }, 'machine', {
      FindEngines: false,
      RenderingEngines: [
        { EngineId: 'painter', ExecutablePath: process.execPath, LeadingArguments: [painterPath] },
        { EngineId: 'ffmpeg-frames', ExecutablePath: '/usr/bin/ffmpeg' },
      ],
    });
    client = createClient({ baseUrl: api.address, email, token });
    mirror = followEvents(client);
  });
  after(async () => {
    await mirror.close();
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  async function killAndStart(): Promise<void> {
    await api.program.kill('SIGKILL');
    api = await startApi(folder, configuration);
  }

  async function submit(): Promise<{ taskId: number; stepId: number }> {
    const filePath = join(folder, 'shot.paint');
    await writeFile(filePath, 'a scene');
    const values = { start_frame: '1', end_frame: String(frameCount), frame_ms: '150' };
    const video = { frame_rate: '12', video_codec: 'libx264', video_quality: '18', video_extension: '.mp4' };
    const steps = [{ engineId: 2, arguments: video }];
    const made = await client.enqueue({ engineId: 1, arguments: values, filePath, steps });
    return { taskId: made.taskId, stepId: made.stepTaskIds[0] ?? assert.fail() };
  }

  /** Lines of the task's log, as they are told, by attempt. */
  async function followLog(taskId: number): Promise<Map<number, string>> {
    const texts = new Map<number, string>();
    for await (const event of client.followLogs(taskId)) {
      if (event.kind === 'attempt-ended') continue;
      const { attemptId, offset, leftOut, lines } = event.lines;
      const before = texts.get(attemptId) ?? '';
      assert.deepEqual([offset, leftOut], [Buffer.byteLength(before), 0], 'lines follow one another');
      texts.set(attemptId, before + lines.map((line) => `${line}\n`).join(''));
    }
    return texts;
  }

  /** Uploads a project of one large file, in the middle of which RenderAPI is killed. */
  async function uploadThroughKill(): Promise<void> {
    const filePath = join(folder, 'large.paint');
    const bytes = randomBytes(uploadBytes);
    await writeFile(filePath, bytes);
    let restarted: Promise<void> | undefined;
    const uploaded = await client.uploadProject({
      main: 'large.paint',
      files: [{ path: 'large.paint', filePath }],
      onProgress: ({ sentBytes }) => {
        if (sentBytes > uploadBytes / 3) restarted ??= killAndStart();
      },
    });
    assert.ok(restarted, 'it was killed');
    await restarted;
    const { projectId, sentBytes } = uploaded;
    assert.ok(sentBytes < 1.5 * uploadBytes, `${sentBytes} bytes were sent of ${uploadBytes}`);
    assert.equal((await client.project(projectId)).isComplete, true);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const [stored] = await Array.fromAsync(glob(join(folder, '.renderonline', 'contents', '*', sha256)));
    assert.ok(stored !== undefined && bytes.equals(await readFile(stored)), 'it is stored whole');
  }

  test('takes nothing from listeners, followers of logs, uploads and steps', async (context) => {
    const { taskId, stepId } = await submit();
    const log = followLog(taskId);
    const doneOf = (id: number) => mirror.done.get(id)?.size ?? 0;
    const stateOf = (id: number) => mirror.histories.get(id)?.at(-1)?.state;

    await mirror.until(() => doneOf(taskId) >= 4);
    await uploadThroughKill();
    context.diagnostic(`killed with an upload; ${doneOf(taskId)} frames were told when it was whole`);
    await mirror.until(() => stateOf(taskId) === 'succeeded');
    context.diagnostic(`killed again when the step was ${String(stateOf(stepId))}`);
    await killAndStart();
    await mirror.until(() => stateOf(stepId) === 'succeeded' && mirror.resets() === 2);

    await assertToldAll(taskId);
    await assertToldAll(stepId);
    // Told by two events. A frame that was read after a reset and is then told by an event, too, is none of them: events
    // and what is read overlap by design, for a gap between the two would lose it, and whoever follows puts both together.
    assert.deepEqual(mirror.twice, []);
    assertInOrder(taskId);
    await assertLogWhole(taskId, await log);
    const video = join(folder, 'video.mp4');
    await writeFile(video, await client.downloadOutput(stepId, 'video.mp4'));
    assert.equal((await videoFacts(video)).frames, frameCount);
  });

  /** What was told is what RenderAPI says. */
  async function assertToldAll(taskId: number): Promise<void> {
    const { state, progress } = await client.task(taskId);
    const told = mirror.histories.get(taskId)?.at(-1);
    assert.deepEqual([told?.state, told?.progress.framesDone], [state, progress.framesDone]);
    assert.equal(state, 'succeeded');
    const { frames } = await client.frames(taskId);
    assert.deepEqual(
      [...(mirror.done.get(taskId) ?? [])].sort((a, b) => a - b),
      frames.map(({ frame }) => frame),
    );
  }

  /** Nothing that was told is taken back. */
  function assertInOrder(taskId: number): void {
    const order = ['queued', 'running', 'succeeded'];
    let [place, done] = [0, 0];
    for (const { state, progress } of mirror.histories.get(taskId) ?? []) {
      assert.ok(order.indexOf(state) >= place, `${state} after ${String(order[place])}`);
      assert.ok(progress.framesDone >= done, `${progress.framesDone} frames after ${done}`);
      [place, done] = [order.indexOf(state), progress.framesDone];
    }
    assert.equal(done, frameCount);
  }

  /** Every line that was said was told once, and every frame was said once. */
  async function assertLogWhole(taskId: number, told: ReadonlyMap<number, string>): Promise<void> {
    const { attempts } = await client.attempts(taskId);
    assert.deepEqual(new Set(attempts.map(({ outcome }) => outcome)), new Set(['succeeded']));
    let all = '';
    for (const { attemptId } of attempts) {
      const kept = await new Response(await client.log(taskId, attemptId)).text();
      assert.equal(told.get(attemptId), kept, `attempt ${attemptId}`);
      all += kept;
    }
    const saved = [...all.matchAll(/Saved: '.*frame_(\d+)\.png'/g)].map(([, frame]) => Number(frame));
    assert.deepEqual(
      saved.sort((a, b) => a - b),
      Array.from({ length: frameCount }, (_, at) => at + 1),
    );
  }
});
