import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { processTable } from '../processes/process-table.ts';
import { createOwnInstance } from './own-instance.ts';

it('leaves the folder free once it is released, whoever still comes', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'renderonline-instance-'));
  const log = createLogger({ name: 'test', level: 'silent' });
  const instanceId = 'instance-0123456789';
  const instance = createOwnInstance({ dataDirectory, instanceId, table: processTable, log });
  const tree = { pid: 1, startedAt: null, marker: `${instanceId}-1` };
  await instance.save();
  const adding = instance.add(tree);
  await instance.release();
  await adding;
  await instance.remove(tree);
  assert.deepEqual(await readdir(dataDirectory), []);
  await rm(dataDirectory, { recursive: true });
});
