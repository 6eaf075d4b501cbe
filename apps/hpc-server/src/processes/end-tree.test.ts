import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { isRunning } from '../testing/processes.ts';
import { terminateTree } from './end-tree.ts';
import type { ProcessTable } from './process-entry.ts';
import { processTable } from './process-table.ts';
import { treeOf } from './process-tree.ts';

/** The system's table, which does not answer the first times. */
function tableThatFails(times: number): ProcessTable {
  let left = times;
  function fail(): void {
    if (left-- > 0) throw new Error('EMFILE: too many open files');
  }
  return {
    ...processTable,
    list() {
      fail();
      return processTable.list();
    },
    find(pid) {
      fail();
      return processTable.find(pid);
    },
  };
}

it('ends a tree although the process table cannot be read for a while', async () => {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await once(child.stdout, 'data');
  assert.ok(child.pid !== undefined);
  const table = tableThatFails(3);
  const tree = treeOf(child.pid, 'end-tree-test.', table);
  assert.equal(tree.startedAt, null);
  assert.equal(await terminateTree(tree, 100, { table }), true);
  assert.equal(isRunning(child.pid), false);
});
