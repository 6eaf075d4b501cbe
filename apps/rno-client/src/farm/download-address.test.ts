import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArchiveOfTasksQuery } from '@renderonline/contract';
import { archiveOfTasksAddress } from './download-address.ts';

test('many tasks have the address of one archive as long as RenderAPI takes it', () => {
  assert.equal(archiveOfTasksAddress([3, 7]), '/renderapi/v2/archive?taskIds=3,7');
  const { maxLength } = ArchiveOfTasksQuery.properties.taskIds as unknown as { readonly maxLength: number };
  const most = Array.from({ length: (maxLength + 1) / 3 }, () => 12);
  assert.equal(archiveOfTasksAddress(most)?.split('=')[1]?.length, maxLength);
  assert.equal(archiveOfTasksAddress([...most, 1]), undefined);
});
