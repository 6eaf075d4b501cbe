import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createFolderSyncs } from './folder-syncs.ts';

test('folders are synced once for all who wait, anew for whoever comes after the beginning', async () => {
  const begun: string[] = [];
  const ends: PromiseWithResolvers<undefined>[] = [];
  const syncs = createFolderSyncs((folder) => {
    begun.push(folder);
    const end = Promise.withResolvers<undefined>();
    ends.push(end);
    return end.promise;
  });
  const first = ['a', 'b', 'c', 'c'].map((folder) => syncs.sync(folder));
  assert.deepEqual(begun, ['a', 'b'], 'two at a time');
  const later = [syncs.sync('a'), syncs.sync('c')];
  ends[0]?.resolve(undefined);
  await first[0];
  await turn();
  assert.deepEqual(begun, ['a', 'b', 'c']);
  ends[1]?.reject(new Error('the disk is gone'));
  await assert.rejects(first[1] ?? Promise.resolve(), /the disk is gone/);
  await turn();
  assert.deepEqual(begun, ['a', 'b', 'c', 'a'], 'the second a came after the first had begun');
  ends[2]?.resolve(undefined);
  ends[3]?.resolve(undefined);
  await Promise.all([first[2], first[3], ...later]);
  const last = syncs.sync('b');
  assert.deepEqual(begun.length, 5);
  ends[4]?.resolve(undefined);
  await last;
});
