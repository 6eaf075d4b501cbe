import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { manifestSha256 } from './manifest-sha256.ts';

test('a manifest is identified by the SHA-256 of its canonical text, whatever its order', async () => {
  const files = [
    { path: 'textures/Größe.png', size: 2, sha256: 'b'.repeat(64) },
    { path: 'scene.blend', size: 1, sha256: 'a'.repeat(64) },
  ];
  const text =
    `{"mainPath":"scene.blend","files":[{"path":"scene.blend","size":1,"sha256":"${'a'.repeat(64)}"},` +
    `{"path":"textures/Größe.png","size":2,"sha256":"${'b'.repeat(64)}"}]}`;
  const expected = createHash('sha256').update(text).digest('hex');
  assert.equal(await manifestSha256({ mainPath: 'scene.blend', files }), expected);
  assert.equal(await manifestSha256({ mainPath: 'scene.blend', files: files.toReversed() }), expected);
});
