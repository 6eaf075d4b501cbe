import { writeSync } from 'node:fs';
import { testSettings } from '../../testing/test-server.ts';
import { startTestMachine } from './test-machine.ts';

/**
 * For the test that kills it: a machine that goes on saying things, one after the other, each with the number
 * of its place. Prints the number of what is safely on disk.
 *
 * Started as `node outbox-program.ts <address> <data folder>`.
 */
const [address = '', dataDirectory = ''] = process.argv.slice(2);
const settings = await testSettings({ dataDirectory });
const { runner, outbox } = await startTestMachine(new URL(address), settings);

for (let place = outbox.lastSeq() + 1; ; place++) {
  runner.input?.emit({ kind: 'session-closed', taskId: place });
  if (place % 3 !== 0) continue;
  await outbox.flushed();
  writeSync(1, `${place}\n`);
}
