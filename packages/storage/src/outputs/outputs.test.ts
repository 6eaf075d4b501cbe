import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { suite, test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { taskWithFiles, temporaryFolder } from '../testing/temporary-folder.ts';
import { outputDirectoryOf, removeTaskDirectory } from '../tasks/task-directory.ts';
import { hasOutputs, listOutputs } from './list-outputs.ts';
import { openOutput } from './open-output.ts';

const isWindows = process.platform === 'win32';

suite('listOutputs', () => {
  test('lists results in order, without the project, our own files and output/', async (t) => {
    const { filePath } = await taskWithFiles(t, {
      'output/frame_0002.png': 'two',
      'output/frame_0001.png': 'one',
      'output/passes/depth_0001.exr': 'depth',
      'beside.log': 'log',
      'frame_0001.png': 'hidden by the one in output/',
      '.incoming': '{}',
      'scene.blend.part': 'x',
      'scene.blend1': 'backup',
    });
    const outputs = await listOutputs({ filePath });
    assert.deepEqual(
      outputs.map(({ path, size }) => `${path} ${size}`),
      ['frame_0001.png 3', 'frame_0002.png 3', 'passes/depth_0001.exr 5', 'beside.log 3', 'scene.blend1 6'],
    );
    const { mtimeMs } = await stat(join(outputDirectoryOf(filePath), 'frame_0001.png'));
    assert.equal(outputs[0]?.modifiedAtMs, Math.floor(mtimeMs));
    assert.equal(await hasOutputs({ filePath }), true);
  });

  test('finds nothing where nothing is', async (t) => {
    const { filePath } = await taskWithFiles(t, {});
    assert.deepEqual(await listOutputs({ filePath }), []);
    assert.equal(await hasOutputs({ filePath }), false);
    for (const elsewhere of [
      'C:\\renders\\1\\638603640000000000\\scene.blend',
      'scene.blend',
      '/etc/passwd',
      '',
    ]) {
      assert.deepEqual(await listOutputs({ filePath: elsewhere }), []);
    }
  });

  test('leaves out links, pipes and what they lead to', { skip: isWindows }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/real.png': 'x' });
    await symlink('/etc/passwd', join(directory, 'output', 'link.png'));
    await symlink('/etc', join(directory, 'output', 'folder'));
    execFileSync('mkfifo', [join(directory, 'output', 'pipe.png')]);
    assert.deepEqual(
      (await listOutputs({ filePath })).map(({ path }) => path),
      ['real.png'],
    );
  });

  test('does not follow an output folder that is a link', { skip: isWindows }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {});
    await symlink('/etc', join(directory, 'output'));
    assert.deepEqual(await listOutputs({ filePath }), []);
    await refusesToOpen(filePath, 'passwd');
  });
});

async function refusesToOpen(filePath: string, path: string): Promise<void> {
  await assert.rejects(openOutput({ filePath, path }), (error) => isDomainError(error, 'output-not-found'));
}

suite('openOutput', () => {
  test('reads whole files and ranges', async (t) => {
    const { filePath } = await taskWithFiles(t, {
      'output/a/b.txt': '0123456789',
      'beside.txt': 'b',
      'output/0': '',
    });
    const whole = await openOutput({ filePath, path: 'a/b.txt' });
    assert.equal(whole.size, 10);
    assert.equal(await text(whole.stream), '0123456789');
    const ranges: [number | undefined, number | undefined, string][] = [
      [0, 0, '0'],
      [3, 5, '345'],
      [7, undefined, '789'],
      [7, 1000, '789'],
      [undefined, 2, '012'],
    ];
    for (const [start, end, expected] of ranges) {
      const { stream } = await openOutput({ filePath, path: 'a/b.txt', start, end });
      assert.equal(await text(stream), expected);
    }
    assert.equal(await text((await openOutput({ filePath, path: 'beside.txt' })).stream), 'b');
    assert.equal((await buffer((await openOutput({ filePath, path: '0' })).stream)).length, 0);
  });

  test('refuses ranges that lie outside', async (t) => {
    const { filePath } = await taskWithFiles(t, { 'output/b.txt': '0123456789', 'output/empty': '' });
    const refused: [string, number, number | undefined][] = [
      ['b.txt', 10, undefined],
      ['b.txt', 5, 4],
      ['b.txt', -1, undefined],
      ['b.txt', 0.5, undefined],
      ['empty', 1, undefined],
    ];
    for (const [path, start, end] of refused) {
      await assert.rejects(openOutput({ filePath, path, start, end }), (error) =>
        isDomainError(error, 'range-not-satisfiable'),
      );
    }
  });

  test('opens nothing but listed files, whatever the path', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/a/b.png': 'x', '.incoming': '{}' });
    await writeFile(join(directory, '..', 'secret.txt'), 'secret');
    for (const path of [
      ...['', '.', '..', '../secret.txt', 'a/../../../secret.txt', '/etc/passwd', 'a//b.png', './a/b.png'],
      ...[
        'a',
        'a/b.png/',
        'scene.blend',
        '.incoming',
        'output/a/b.png',
        'output',
        'a/b.png\0.txt',
        'x'.repeat(5000),
      ],
      ...['..\\secret.txt', 'C:\\Windows\\win.ini', '%2e%2e/secret.txt'],
    ]) {
      await refusesToOpen(filePath, path);
    }
    await refusesToOpen('/etc/passwd', 'hosts');
  });

  test('opens no link, no pipe and nothing behind a link', { skip: isWindows }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/a/b.png': 'x' });
    await symlink('/etc/passwd', join(directory, 'output', 'link.png'));
    await symlink('/etc', join(directory, 'output', 'etc'));
    await symlink('a', join(directory, 'output', 'inside'));
    execFileSync('mkfifo', [join(directory, 'output', 'pipe')]);
    for (const path of ['link.png', 'etc/passwd', 'inside/b.png', 'pipe'])
      await refusesToOpen(filePath, path);
  });
});

suite('removeTaskDirectory', () => {
  test('removes the folder with everything in it, and is content when it is gone', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, { 'output/a/b.png': 'x' });
    assert.equal(await removeTaskDirectory(filePath), true);
    await assert.rejects(stat(directory), { code: 'ENOENT' });
    assert.equal(await removeTaskDirectory(filePath), false);
    // The user's own folder held nothing else.
    await assert.rejects(stat(dirname(directory)), { code: 'ENOENT' });
    assert.ok((await stat(dirname(dirname(directory)))).isDirectory());
  });

  test('removes nothing that is not the folder of a task', async (t) => {
    const folder = await temporaryFolder(t);
    const kept = join(folder, 'precious', 'photo.png');
    await mkdir(dirname(kept));
    await writeFile(kept, 'x');
    for (const path of [
      kept,
      join(folder, 'file'),
      'scene.blend',
      '',
      '/',
      `${folder}/7/638603640000000000/../../precious/photo.png`,
      'C:\\x\\1\\638603640000000000\\scene.blend',
    ]) {
      assert.equal(await removeTaskDirectory(path), false);
    }
    assert.equal(await readFile(kept, 'utf8'), 'x');
  });

  test('does not empty what a link in the folder leads to', { skip: isWindows }, async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {});
    const outside = await temporaryFolder(t);
    await writeFile(join(outside, 'photo.png'), 'x');
    await symlink(outside, join(directory, 'output'));
    assert.equal(await removeTaskDirectory(filePath), true);
    assert.equal(await readFile(join(outside, 'photo.png'), 'utf8'), 'x');
  });
});
