import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstViewLimitBytes, firstViewLimitFiles, firstViewScripts } from './first-view.ts';

test('the first view is small, and comes in few files (of what is built: npm run build:client)', () => {
  const { files, bytes } = firstViewScripts(join(import.meta.dirname, '..', 'dist'));
  assert.ok(bytes <= firstViewLimitBytes, `${bytes} bytes of compressed script in ${files.join(', ')}`);
  assert.ok(files.length <= firstViewLimitFiles, files.join(', '));
});
