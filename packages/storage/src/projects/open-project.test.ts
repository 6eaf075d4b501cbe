import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { taskWithFiles } from '../testing/temporary-folder.ts';
import { hashProject } from './hash-project.ts';
import { openProject } from './open-project.ts';

test('a project is read in parts', async (t) => {
  const { filePath } = await taskWithFiles(t, {});
  const project = await openProject(filePath);
  assert.equal(project.size, 13);
  assert.equal(await text(project.read(8, 11)), 'scen');
  await (await openProject(filePath)).close();
});

test('a project is hashed as it lies there, whatever its size', async (t) => {
  const { filePath } = await taskWithFiles(t, {});
  for (const size of [0, 1, 512 * 1024, 512 * 1024 + 1, 3_000_000]) {
    const content = Buffer.alloc(size, 'some bytes');
    await writeFile(filePath, content);
    assert.equal(await hashProject(filePath), createHash('sha256').update(content).digest('hex'));
  }
});

test('only a plain file in a folder of tasks is a project', async (t) => {
  const { directory } = await taskWithFiles(t, {});
  if (process.platform !== 'win32') await symlink('/etc/passwd', join(directory, 'link.blend'));
  for (const path of [join(directory, 'gone.blend'), join(directory, 'link.blend'), '/etc/passwd', '', 'x']) {
    for (const work of [openProject, hashProject]) {
      await assert.rejects(work(path), (error) => isDomainError(error, 'project-not-readable'));
    }
  }
});
