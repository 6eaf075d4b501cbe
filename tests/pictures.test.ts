// What people look at: frames that real Blender rendered in several formats, their thumbnails, and videos of them. Each is
// decoded again and compared with the frame. Beside that, a task that is extended.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createClient, type Client } from '../packages/client/src/index.ts';
import { startApi } from './support/farm.ts';
import { joinMachine } from './support/join-machine.ts';
import { farthest, gridOf, nearest, picturesOf, videoFacts, type Picture } from './support/pictures.ts';
import { freePort, killAllPrograms, root, runCli, until } from './support/program.ts';
import { seedFarm } from './support/seed-farm.ts';

const [width, height] = [161, 91];
const [first, last] = [12, 62];
/** Columns and rows in which the bar is seen to move. */
const fine = [16, 45] as const;
/** Of 255, for what compression does to the edges of colours. Linear light taken for sRGB is 40 and more away. */
const tolerance = 16;

describe('pictures of frames', { timeout: 180_000 }, () => {
  let folder: string;
  let client: Client;
  let env: Record<string, string>;
  let projectId: number;
  let taskId: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-pictures-'));
    const scene = join(folder, 'card.blend');
    const script = join(root, 'tests', 'scenes', 'colour-card.py');
    const args = ['-b', '--factory-startup', '--python-exit-code', '1', '--python', script];
    const built = promisify(execFile)('blender', [...args, '--', scene, String(last)], { timeout: 60_000 });
    const { connectionString, downloads, email, token } = await seedFarm(folder, { queueLimit: 20 });
    const video = ['engine', 'add', '--preset', 'ffmpeg-frames', '--download-path', downloads];
    await runCli([...video, '--database', connectionString]);
    const configuration = { ConnectionString: connectionString, Port: await freePort(), Announce: false };
    const { address } = await startApi(folder, configuration);
    await joinMachine({ folder, address, connectionString }, 'painter');
    client = createClient({ baseUrl: address, email, token });
    env = { RENDERONLINE_ADDRESS: address, RENDERONLINE_EMAIL: email, RENDERONLINE_TOKEN: token };
    await built;
    const files = [{ path: 'card.blend', filePath: scene }];
    ({ projectId } = await client.uploadProject({ main: 'card.blend', files }));
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  async function submit(format: string, end: number): Promise<number> {
    const values = { start_frame: '1', end_frame: String(end), output_format: format };
    return (await client.submit({ engineId: 1, arguments: values, projectId })).taskId;
  }

  async function untilSucceeded(id: number): Promise<void> {
    for await (const { state, failureReason } of client.watchTask(id)) {
      assert.ok(state !== 'failed' && state !== 'canceled', failureReason ?? state);
      if (state === 'succeeded') return;
    }
  }

  async function save(bytes: ReadableStream<Uint8Array>, name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  async function onlyPicture(path: string): Promise<Picture> {
    const pictures = await picturesOf(path);
    assert.equal(pictures.length, 1, path);
    return pictures[0] ?? assert.fail();
  }

  /** Where the task's files are, each with what tells that it was not written again. */
  async function filesOfFrames(): Promise<Map<string, string>> {
    const found = await readdir(join(folder, 'downloads'), { recursive: true });
    const frames = found.filter((name) => /output\/frame_\d+\.png$/.test(name)).sort();
    const facts = frames.map(async (name) => {
      const { ino, mtimeMs } = await stat(join(folder, 'downloads', name));
      return [join(folder, 'downloads', name), `${ino} ${mtimeMs}`] as const;
    });
    return new Map(await Promise.all(facts));
  }

  async function framesOfAttempts(): Promise<number[]> {
    // A task has succeeded with its last frame; the machine says a moment later that the lease has ended.
    const { attempts } = await until('the end of the attempts', async () => {
      const list = await client.attempts(taskId);
      return list.attempts.every(({ outcome }) => outcome !== null) && list;
    });
    assert.deepEqual(new Set(attempts.map(({ outcome }) => outcome)), new Set(['succeeded']));
    return attempts.flatMap(({ firstFrame, lastFrame }) =>
      Array.from({ length: lastFrame - firstFrame + 1 }, (_, at) => firstFrame + at),
    );
  }

  async function framesOfTask(): Promise<Picture[]> {
    const [path = ''] = (await filesOfFrames()).keys();
    return picturesOf(join(dirname(path), 'frame_%04d.png'));
  }

  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  test('fifty frames that a task gets when it has ended are rendered, and nothing else', async () => {
    taskId = await submit('PNG', first);
    await untilSucceeded(taskId);
    // A download would wait for the last file to have its name; whoever looks at the folder has to wait as well.
    const before = await until('the files', async () => {
      const files = await filesOfFrames();
      return files.size === first && files;
    });
    assert.deepEqual(await framesOfAttempts(), upTo(first));

    const wanted = ['add-frames', String(taskId), `1-${last}`, '--json'];
    const answer = JSON.parse(await runCli(wanted, { cwd: folder, env })) as { added: number };
    assert.equal(answer.added, 50);
    await untilSucceeded(taskId);
    assert.deepEqual(
      (await framesOfAttempts()).sort((a, b) => a - b),
      upTo(last),
    );
    const { frames } = await client.frames(taskId);
    assert.deepEqual(
      frames.map(({ frame, state }) => `${frame} ${state}`),
      upTo(last).map((frame) => `${frame} done`),
    );
    const { outputs } = await client.outputs(taskId);
    assert.deepEqual(
      outputs.map(({ path }) => path),
      upTo(last).map((frame) => `frame_${String(frame).padStart(4, '0')}.png`),
    );
    const now = await filesOfFrames();
    assert.equal(now.size, last);
    for (const [path, facts] of before) assert.equal(now.get(path), facts, `${path} was written again`);
  });

  test('thumbnails are small pictures of the frames, of every format', async () => {
    const formats = ['PNG', 'JPEG', 'TIFF', 'EXR'];
    const tasks = await Promise.all(formats.map((format) => submit(format, 1)));
    await Promise.all(tasks.map(untilSucceeded));
    let seen: number[][] | undefined;
    for (const [at, format] of formats.entries()) {
      const id = tasks[at] ?? 0;
      const name = (await client.outputs(id)).outputs[0]?.path ?? '';
      const frame = await onlyPicture(await save(await client.downloadOutput(id, name), name));
      assert.deepEqual([frame.width, frame.height], [width, height]);
      // Light of an EXR is no picture yet: what it is to look like is what Blender itself makes of it.
      seen ??= gridOf(frame);
      const like = format === 'EXR' ? seen : gridOf(frame);
      for (const [edge, size] of [
        [160, '160x90'],
        [320, `${width}x${height}`],
      ] as const) {
        const thumbnail = await save(await client.thumbnail(id, name, { width: edge }), `${format}.webp`);
        const picture = await onlyPicture(thumbnail);
        assert.equal(`${picture.width}x${picture.height}`, size, format);
        const distance = farthest(gridOf(picture), like, 'colours');
        assert.ok(distance < tolerance, `${format} of ${size} is ${distance} from its frame`);
        const opacity = farthest(gridOf(picture), like, 'opacity');
        assert.ok(opacity < tolerance, `${format} of ${size} is ${opacity} too opaque, or not enough`);
      }
    }
  });

  for (const [format, codec] of [
    ['mp4', 'h264'],
    ['webm', 'vp9'],
  ] as const) {
    test(`the ${format} of a task shows its frames, in their order`, async () => {
      const made = await client.makeVideo(taskId, { format, framesPerSecond: 25 });
      await untilSucceeded(made.taskId);
      const name = `video.${format}`;
      const path = await save(await client.downloadOutput(made.taskId, name), name);
      // Sides are rounded up to even ones.
      assert.deepEqual(await videoFacts(path), {
        ...{ codec, width: width + 1, height: height + 1, framesPerSecond: '25/1', frames: last },
      });
      const rendered = await framesOfTask();
      const shown = (await picturesOf(path)).map(cropped);
      const frames = rendered.map((frame) => gridOf(frame, ...fine));
      for (const [at, picture] of shown.entries()) {
        const own = farthest(gridOf(picture), gridOf(rendered[at] ?? assert.fail()), 'colours');
        assert.ok(own < tolerance, `picture ${at + 1} is ${own} from frame ${at + 1}`);
        const like = nearest(gridOf(picture, ...fine), frames);
        assert.equal(like, at, `picture ${at + 1} looks like frame ${like + 1}`);
      }
    });
  }
});

/** Without the column and the row that were added to a video. */
function cropped(picture: Picture): Picture {
  const rows = Array.from({ length: height }, (_, y) =>
    picture.pixels.subarray(4 * y * picture.width, 4 * (y * picture.width + width)),
  );
  return { width, height, pixels: Buffer.concat(rows) };
}
