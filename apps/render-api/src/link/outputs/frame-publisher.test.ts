import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { commitFarm, deleteTask, takeLeadership } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { stageOutput } from '@renderonline/storage';
import { addTask, type LinkTestTask } from '../testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';
import { createFramePublisher } from './frame-publisher.ts';

const limits = { maxBytes: 1000, minFreeBytes: 0, idleTimeoutMs: 1000, maxFiles: 10 };
const outputOf = (name: string, content: string) => ({
  name,
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

describe('publishing', () => {
  let link: TestLink;
  let machine: TestMachine;
  let task: LinkTestTask;
  let generation: number;
  beforeEach(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
    task = await addTask(link);
    generation = (await takeLeadership(link.database, { holder: 'test' }))?.generation ?? 0;
  });
  afterEach(() => link.close());

  /** As the next RenderAPI does it: nothing is known but what is on the disk and in the database. */
  const nextPublisher = () =>
    createFramePublisher({
      database: link.database,
      log: createLogger({ name: 'test', level: 'silent' }),
      nowMs: () => Date.now(),
    });

  async function stage(leaseId: number, frame: number, name: string, content: string, taskId = task.taskId) {
    const { filePath } = task;
    const source = Readable.from([Buffer.from(content)]);
    const { sha256 } = outputOf(name, content);
    await stageOutput({ filePath, taskId, leaseId, frame, name, sha256, source, limits });
    return { filePath, taskId, leaseId };
  }

  async function grant(leaseId: number, frame: number): Promise<void> {
    const { refusedGrants } = await commitFarm(link.database, {
      generation,
      nowMs: Date.now(),
      grants: [
        {
          leaseId,
          taskId: task.taskId,
          machineId: machine.machineId,
          frames: { first: frame, last: frame },
          token: `token-${leaseId}`,
          isDuplicate: false,
          expiresAtMs: Date.now() + 60_000,
        },
      ],
    });
    assert.deepEqual(refusedGrants, []);
  }

  async function commitDone(leaseId: number, frame: number, name: string, content: string): Promise<void> {
    const { refusedFrames } = await commitFarm(link.database, {
      generation,
      nowMs: Date.now(),
      framesDone: [
        {
          leaseId,
          token: `token-${leaseId}`,
          taskId: task.taskId,
          frame,
          renderMs: 5,
          outputs: [outputOf(name, content)],
        },
      ],
    });
    assert.deepEqual(refusedFrames, []);
  }

  const published = () => readdir(task.outputDirectory).catch(() => []);
  const waiting = async (): Promise<string[]> => {
    const root = join(link.downloads, '.incoming-outputs');
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };

  test('is finished at the next start when RenderAPI was killed between the commit and it', async () => {
    await grant(11, 1);
    await stage(11, 1, 'frame_0001.png', 'pixels');
    await commitDone(11, 1, 'frame_0001.png', 'pixels');
    await nextPublisher().recover(new Set());
    assert.equal(await readFile(join(task.outputDirectory, 'frame_0001.png'), 'utf8'), 'pixels');
    assert.deepEqual(await waiting(), []);
  });

  test('never happens to what was uploaded and not committed', async () => {
    await grant(11, 1);
    await stage(11, 1, 'frame_0001.png', 'pixels');
    await nextPublisher().recover(new Set());
    assert.deepEqual(await published(), []);
    assert.deepEqual(await waiting(), []);
  });

  test('goes on for leases that are live: their uploads count still', async () => {
    await grant(11, 1);
    await grant(12, 2);
    await stage(11, 1, 'frame_0001.png', 'pixels');
    await stage(12, 2, 'frame_0002.png', 'pixels');
    await writeFile(join(link.downloads, '.incoming-outputs', `${task.taskId}-11`, '1', '.part-1'), 'x');
    const publisher = nextPublisher();
    await publisher.recover(new Set([11]));
    assert.equal((await waiting()).length, 1);
    const output = outputOf('frame_0001.png', 'pixels');
    assert.equal(await publisher.verify({ leaseId: 11, token: '' }, 1, [output]), undefined);
    assert.match((await publisher.verify({ leaseId: 12, token: '' }, 2, [output])) ?? '', /not uploaded/);
    const { taskId, outputDirectory } = task;
    await publisher.publish({ leaseId: 11, taskId, frame: 1, outputs: [output], outputDirectory });
    assert.deepEqual(await published(), ['frame_0001.png']);
  });

  test('leaves alone what another farm may be receiving into the same folder, for an hour', async () => {
    await stage(77, 1, 'a.png', 'a', 999_999);
    await nextPublisher().recover(new Set());
    assert.equal((await waiting()).length, 1);
    const folder = join(link.downloads, '.incoming-outputs', '999999-77');
    const old = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(folder, '1'), old, old);
    await utimes(folder, old, old);
    await nextPublisher().recover(new Set());
    assert.deepEqual(await waiting(), []);
  });

  test('that failed is owed: ending the lease takes nothing of it away', async () => {
    const publisher = nextPublisher();
    publisher.note(await stage(11, 1, 'frame_0001.png', 'pixels'));
    await stage(11, 2, 'frame_0002.png', 'pixels');
    // A file where the folder must be.
    await rm(task.outputDirectory, { recursive: true, force: true });
    await writeFile(task.outputDirectory, '');
    const { taskId, outputDirectory } = task;
    const frame = {
      leaseId: 11,
      taskId,
      frame: 1,
      outputs: [outputOf('frame_0001.png', 'pixels')],
      outputDirectory,
    };
    await assert.rejects(publisher.publish(frame));
    await publisher.settled(taskId);
    await publisher.discard({ leaseId: 11, frame: 1 });
    await publisher.discard({ leaseId: 11 });
    assert.equal((await waiting()).length, 2);
    await rm(task.outputDirectory);
    await mkdir(task.outputDirectory);
    await publisher.publish(frame);
    assert.deepEqual(await published(), ['frame_0001.png']);
    assert.deepEqual(await waiting(), []);
  });

  test('of a deleted task leaves nothing behind', async () => {
    const publisher = nextPublisher();
    publisher.note(await stage(11, 1, 'frame_0001.png', 'pixels'));
    await deleteTask(link.database, { taskId: task.taskId, nowMs: Date.now() });
    await rm(dirname(task.filePath), { recursive: true });
    const { taskId, outputDirectory } = task;
    const outputs = [outputOf('frame_0001.png', 'pixels')];
    await publisher.publish({ leaseId: 11, taskId, frame: 1, outputs, outputDirectory });
    await publisher.discard({ leaseId: 11 });
    assert.deepEqual(await waiting(), []);
    await assert.rejects(access(dirname(task.filePath)));
  });

  test('refuses a frame that names a file twice', async () => {
    const publisher = nextPublisher();
    publisher.note(await stage(11, 1, 'a.png', 'a'));
    const output = outputOf('a.png', 'a');
    assert.equal(
      await publisher.verify({ leaseId: 11, token: '' }, 1, [output, output]),
      'a file is named twice',
    );
  });
});
