import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { processTable as table } from '../processes/process-table.ts';
import { treeOf, type ProcessTree } from '../processes/process-tree.ts';
import { testLog } from '../testing/test-log.ts';
import { endLeftovers } from './end-leftovers.ts';
import { writeInstanceRecord } from './instance-file.ts';

const marker = 'instance-of-a-test-0123456789';

/** The folder of an HPCServer that was killed while it had this renderer. */
async function folderWith(t: TestContext, tree: ProcessTree): Promise<string> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'renderonline-leftovers-'));
  t.after(() => rm(dataDirectory, { recursive: true }));
  const killed = { instanceId: marker, pid: process.pid, startedAt: 'another time', bootId: table.bootId() };
  await writeInstanceRecord(dataDirectory, { ...killed, renders: [tree] });
  return dataDirectory;
}

it(
  'claims to have ended renderers only where there were any',
  { skip: process.platform === 'win32' },
  async (t) => {
    const renderer = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      detached: true,
    });
    t.after(() => renderer.kill('SIGKILL'));
    await once(renderer, 'spawn');
    const tree = treeOf(renderer.pid ?? 0, marker, table);
    const dataDirectory = await folderWith(t, tree);
    const exited = once(renderer, 'exit');

    const first = testLog();
    await endLeftovers({ dataDirectory, table, log: first.log });
    assert.deepEqual(await exited, [null, 'SIGKILL']);
    assert.match(first.text(), /ended the renderers/);

    const second = testLog();
    await endLeftovers({ dataDirectory, table, log: second.log });
    assert.equal(second.text(), '');
  },
);
