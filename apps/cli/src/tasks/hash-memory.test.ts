import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openHashMemory } from './hash-memory.ts';

const sha256 = 'a'.repeat(64);

test('hashes are remembered for files that are just as they were, from run to run', async (t) => {
  const path = join(await temporaryFolder(t), 'not there yet', 'hashes.json');
  const first = await openHashMemory(path);
  await first.save();
  await assert.rejects(readFile(path), { code: 'ENOENT' }, 'nothing is new');
  first.keep('/a.blend', 'stamp 1', sha256);
  first.keep('/b.blend', 'stamp 1', sha256);
  first.forget('/b.blend');
  await first.save();
  const second = await openHashMemory(path);
  assert.equal(second.find('/a.blend', 'stamp 1'), sha256);
  assert.equal(second.find('/a.blend', 'stamp 2'), undefined);
  assert.equal(second.find('/b.blend', 'stamp 1'), undefined);
});

test('what is damaged is forgotten', async (t) => {
  const path = join(await temporaryFolder(t), 'hashes.json');
  await writeFile(path, '{"/a.blend": ["stamp", "no hash"], "/b.blend": 7, "/c.blend": null}');
  const memory = await openHashMemory(path);
  for (const name of ['/a.blend', '/b.blend', '/c.blend'])
    assert.equal(memory.find(name, 'stamp'), undefined);
  await writeFile(path, '{"/a.blen');
  assert.equal((await openHashMemory(path)).find('/a.blend', 'stamp'), undefined);
});
