import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { childrenOf, isRunning } from '../testing/processes.ts';
import { until } from '../testing/until.ts';
import { startGuardian } from './start-guardian.ts';

it('leaves no guardian behind when it is closed while a killed one is replaced', async () => {
  const guardian = await startGuardian(
    'start-guardian-test',
    createLogger({ name: 'test', level: 'silent' }),
  );
  const first = guardian.pid;
  assert.ok(first !== undefined);
  process.kill(first, 'SIGKILL');
  const second = await until('another guardian is being started', () =>
    childrenOf(process.pid).find((pid) => pid !== first),
  );
  await guardian.close();
  assert.equal(isRunning(second), false);
});
