import assert from 'node:assert/strict';
import { readdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { suite, test } from 'node:test';
import { listOutputs } from '../outputs/list-outputs.ts';
import { taskWithFiles } from '../testing/temporary-folder.ts';
import { measureTask, removeTaskLogs, removeTaskResults } from './measure-task.ts';

suite('measureTask', () => {
  test('tells what a task has apart from its logs, which can go alone', async (t) => {
    const { filePath, directory } = await taskWithFiles(t, {
      'output/a/1.png': '12345',
      'beside.txt': '123',
      '.logs/7.log': '1234567',
      '.thumbnails/x.webp': '12',
    });
    if (process.platform !== 'win32') await symlink('/etc', join(directory, 'link'));
    const before = await measureTask({ filePath });
    assert.equal(before.logBytes, 7);
    assert.equal(await removeTaskLogs({ filePath }), true);
    assert.deepEqual(await measureTask({ filePath }), { resultBytes: before.resultBytes, logBytes: 0 });
    await rm(filePath, { force: true });
    assert.deepEqual(await measureTask({ filePath }), { resultBytes: 10, logBytes: 0 });
    assert.equal((await listOutputs({ filePath })).length, 2);
    await rm(directory, { recursive: true });
    assert.deepEqual(await measureTask({ filePath }), { resultBytes: 0, logBytes: 0 });
    assert.equal(await removeTaskLogs({ filePath }), false);
  });

  test('keeps the project alone when its results go', async (t) => {
    const other = await taskWithFiles(t, { 'output/1.png': '12345' });
    const { filePath, directory } = await taskWithFiles(t, {
      'output/a/1.png': '12345',
      'beside.txt': '123',
      '.logs/7.log': '1234567',
      '.thumbnails/x.webp': '12',
    });
    if (process.platform !== 'win32') await symlink(other.directory, join(directory, 'link'));
    assert.equal(await removeTaskResults({ filePath }), true);
    assert.deepEqual(await readdir(directory), [basename(filePath)]);
    assert.equal((await listOutputs({ filePath: other.filePath })).length, 1);
    await rm(directory, { recursive: true });
    assert.equal(await removeTaskResults({ filePath }), false);
  });

  test('follows no link in place of its logs', { skip: process.platform === 'win32' }, async (t) => {
    const other = await taskWithFiles(t, { 'output/1.png': '12345' });
    const { filePath, directory } = await taskWithFiles(t, { 'output/1.png': '123' });
    const before = await measureTask({ filePath });
    await symlink(other.directory, join(directory, '.logs'));
    assert.deepEqual(await measureTask({ filePath }), before);
    assert.equal(await removeTaskLogs({ filePath }), true);
    assert.equal((await listOutputs({ filePath: other.filePath })).length, 1);
  });
});
