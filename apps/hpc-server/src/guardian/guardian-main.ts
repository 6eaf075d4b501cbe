import { createInterface } from 'node:readline';
import { killTree } from '../processes/end-tree.ts';
import { processTable } from '../processes/process-table.ts';
import type { ProcessTree } from '../processes/process-tree.ts';
import { parseGuardianOrder } from './guardian-order.ts';

/**
 * The guardian: a process beside HPCServer that outlives it for a moment. Its standard input is a pipe from
 * HPCServer, which the system closes when HPCServer dies, however it dies; then the guardian kills the
 * renderers that are left, and ends. It has a session of its own and ignores signals, so that whatever ends
 * HPCServer does not end it too.
 *
 * Started as `node guardian-main.ts <beginning of the instance's markers>`.
 */
const instanceMarker = process.argv[2] ?? '';
const trees = new Map<string, ProcessTree>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.on('error', () => undefined);
// HPCServer may have died before it is told.
process.stdout.on('error', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const order = parseGuardianOrder(line);
  if (order?.kind === 'guard') trees.set(order.tree.marker, order.tree);
  if (order?.kind === 'forget') trees.delete(order.marker);
});
lines.on('close', () => {
  void endAll();
});
process.stdout.write('ready\n');

async function endAll(): Promise<void> {
  // A renderer that was started in HPCServer's last moment was never told us; its marker tells.
  const untold: ProcessTree[] =
    instanceMarker === '' ? [] : [{ pid: null, startedAt: null, marker: instanceMarker }];
  for (const tree of [...trees.values(), ...untold]) await killTree(tree, { table: processTable });
  process.exit(0);
}
