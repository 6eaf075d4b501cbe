import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { isDomainError, type ErrorCode } from '@renderonline/domain';
import { outputDirectoryOf } from '../tasks/task-directory.ts';
import { taskWithFiles } from '../testing/temporary-folder.ts';
import { discardOutputs } from './discard-outputs.ts';
import { listStagedLeases } from './list-staged-leases.ts';
import { publishOutputs } from './publish-outputs.ts';
import { isStaged, stageOutput, type StageRequest } from './stage-output.ts';
import { stagedFileName, stagingName, type StagedFrame } from './staging-place.ts';

const isWindows = process.platform === 'win32';
const limits = { maxBytes: 1_000_000, minFreeBytes: 0, idleTimeoutMs: 5000, maxFiles: 4 };

const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');
const outputOf = (name: string, content: string) => ({
  name,
  size: Buffer.byteLength(content),
  sha256: sha256Of(content),
});

function requestOf(frame: StagedFrame, name: string, content: string, changes: Partial<StageRequest> = {}) {
  const source = Readable.from([Buffer.from(content)]);
  return { ...frame, name, sha256: sha256Of(content), source, limits, ...changes };
}

async function newFrame(t: TestContext, files: Record<string, string> = {}): Promise<StagedFrame> {
  const { filePath } = await taskWithFiles(t, files);
  return { filePath, taskId: 5, leaseId: 9, frame: 3 };
}

const downloadPathOf = ({ filePath }: StagedFrame): string => dirname(dirname(dirname(filePath)));

async function waitingFiles(frame: StagedFrame): Promise<string[]> {
  const root = join(downloadPathOf(frame), stagingName);
  const names = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return names.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function refuses(work: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(work, (error) => isDomainError(error, code));
}

suite('stageOutput', () => {
  test('keeps a file aside, where nobody lists it; again is harmless, at once too', async (t) => {
    const frame = await newFrame(t);
    const output = outputOf('frame_0003.png', 'pixels');
    assert.equal(await isStaged(frame, output), false);
    await Promise.all([
      stageOutput(requestOf(frame, output.name, 'pixels')),
      stageOutput(requestOf(frame, output.name, 'pixels')),
    ]);
    await stageOutput(requestOf(frame, output.name, 'pixels', { expectedBytes: 6 }));
    assert.equal(await isStaged(frame, output), true);
    assert.equal(await isStaged(frame, { ...output, size: 5 }), false);
    assert.equal(await isStaged({ ...frame, leaseId: 10 }, output), false);
    assert.deepEqual(await waitingFiles(frame), [stagedFileName(output)]);
  });

  test('keeps nothing of bytes that are not those announced, broken images and broken uploads', async (t) => {
    const frame = await newFrame(t);
    await refuses(stageOutput(requestOf(frame, 'a.png', 'x', { sha256: sha256Of('y') })), 'output-corrupted');
    await refuses(
      stageOutput(requestOf(frame, 'a.png', 'x', { faultOf: async () => 'It ends in the middle.' })),
      'output-broken',
    );
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('reset');
      })(),
    );
    await refuses(stageOutput(requestOf(frame, 'a.png', 'half', { source: broken })), 'upload-incomplete');
    await refuses(
      stageOutput(requestOf(frame, 'a.png', 'xx', { limits: { ...limits, maxBytes: 1 } })),
      'upload-too-large',
    );
    await refuses(
      stageOutput(requestOf(frame, 'a.png', 'x', { limits: { ...limits, minFreeBytes: 2 ** 60 } })),
      'disk-full',
    );
    assert.deepEqual(await waitingFiles(frame), []);
  });

  test('takes so many files of a frame and no more', async (t) => {
    const frame = await newFrame(t);
    for (const name of ['a', 'b', 'c', 'd']) await stageOutput(requestOf(frame, name, name));
    await refuses(stageOutput(requestOf(frame, 'e', 'e')), 'output-limit-reached');
  });

  test('takes nothing for a task that is deleted, or whose project lies elsewhere', async (t) => {
    const frame = await newFrame(t);
    await rm(dirname(frame.filePath), { recursive: true });
    await refuses(stageOutput(requestOf(frame, 'a', 'a')), 'lease-lost');
    await refuses(stageOutput(requestOf({ ...frame, filePath: '/etc/passwd' }, 'a', 'a')), 'lease-lost');
    await refuses(stageOutput(requestOf({ ...frame, filePath: 'C:\\x.blend' }, 'a', 'a')), 'lease-lost');
  });

  test('looks at a file that is larger than one block, and says its size right', async (t) => {
    const frame = await newFrame(t);
    const content = 'abcdefgh'.repeat(100_000);
    let looked = '';
    const faultOf = async (path: string) => {
      looked = path;
      return undefined;
    };
    await stageOutput(requestOf(frame, 'large.exr', content, { faultOf, expectedBytes: content.length }));
    assert.equal(await isStaged(frame, outputOf('large.exr', content)), true);
    assert.match(basename(looked), /^\.part-/);
  });
});

suite('publishOutputs', () => {
  test('puts files where people find them, folders too, in place of earlier ones', async (t) => {
    const frame = await newFrame(t, { 'output/frame_0003.png': 'an earlier one' });
    const outputs = [outputOf('frame_0003.png', 'pixels'), outputOf('passes/depth/0003.exr', 'depth')];
    await stageOutput(requestOf(frame, 'frame_0003.png', 'pixels'));
    await stageOutput(requestOf(frame, 'frame_0003.png', 'of another try'));
    await stageOutput(requestOf(frame, 'passes/depth/0003.exr', 'depth'));
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual(await publishOutputs(frame, outputs), { missing: [] });
      const outputDirectory = outputDirectoryOf(frame.filePath);
      assert.equal(await readFile(join(outputDirectory, 'frame_0003.png'), 'utf8'), 'pixels');
      assert.equal(await readFile(join(outputDirectory, 'passes', 'depth', '0003.exr'), 'utf8'), 'depth');
      assert.deepEqual(await waitingFiles(frame), []);
    }
  });

  test('goes on where a kill ended it', async (t) => {
    const frame = await newFrame(t);
    const outputs = [outputOf('a.png', 'a'), outputOf('b.png', 'b')];
    for (const name of ['a', 'b']) await stageOutput(requestOf(frame, `${name}.png`, name));
    const folder = join(downloadPathOf(frame), stagingName, '5-9', '3');
    await mkdir(outputDirectoryOf(frame.filePath));
    await rename(
      join(folder, stagedFileName(outputOf('a.png', 'a'))),
      join(outputDirectoryOf(frame.filePath), 'a.png'),
    );
    assert.deepEqual(await publishOutputs(frame, outputs), { missing: [] });
  });

  test('names what somebody removed', async (t) => {
    const frame = await newFrame(t);
    const outputs = [outputOf('a.png', 'a'), outputOf('b.png', 'b')];
    await stageOutput(requestOf(frame, 'b.png', 'b'));
    assert.deepEqual(await publishOutputs(frame, outputs), { missing: ['a.png'] });
    assert.equal(await readFile(join(outputDirectoryOf(frame.filePath), 'b.png'), 'utf8'), 'b');
  });

  test('keeps nothing of a task that was deleted meanwhile', async (t) => {
    const frame = await newFrame(t);
    await stageOutput(requestOf(frame, 'a.png', 'a'));
    await rm(dirname(frame.filePath), { recursive: true });
    assert.deepEqual(await publishOutputs(frame, [outputOf('a.png', 'a')]), { missing: [] });
    assert.deepEqual(await waitingFiles(frame), []);
  });

  test('follows no link out of the folder', { skip: isWindows }, async (t) => {
    const frame = await newFrame(t, { 'output/x': '' });
    const elsewhere = join(downloadPathOf(frame), 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(outputDirectoryOf(frame.filePath), 'passes'));
    await stageOutput(requestOf(frame, 'passes/a.png', 'a'));
    await assert.rejects(publishOutputs(frame, [outputOf('passes/a.png', 'a')]), /is in the way/);
    assert.deepEqual(await readdir(elsewhere), []);
  });
});

test('what waits is listed by lease, and removed when it is not wanted', async (t) => {
  const frame = await newFrame(t);
  const downloadPath = downloadPathOf(frame);
  for (const name of ['a', 'b']) await stageOutput(requestOf(frame, name, name));
  await stageOutput(requestOf({ ...frame, leaseId: 10, frame: -2 }, 'c', 'c'));
  await mkdir(join(downloadPath, stagingName, 'not-a-lease'));
  await writeFile(join(downloadPath, stagingName, '5-9', '3', '.part-x'), 'half');

  const listed = await Array.fromAsync(listStagedLeases(downloadPath));
  assert.deepEqual(
    listed.map(({ taskId, leaseId, frames }) => ({ taskId, leaseId, frames })),
    [
      { taskId: 5, leaseId: 10, frames: [-2] },
      { taskId: 5, leaseId: 9, frames: [3] },
    ],
  );
  await listed[1]?.removeParts();
  assert.equal((await waitingFiles(frame)).length, 3);
  await discardOutputs({ ...frame, frame: 3 });
  assert.equal((await waitingFiles(frame)).length, 1);
  await discardOutputs({ filePath: frame.filePath, taskId: 5, leaseId: 10 });
  assert.deepEqual(await waitingFiles(frame), []);
  await listed[1]?.remove();
  assert.deepEqual(await Array.fromAsync(listStagedLeases(join(downloadPath, 'nowhere'))), []);
});
