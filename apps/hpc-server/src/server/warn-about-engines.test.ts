import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testLog } from '../testing/test-log.ts';
import { mockEngine } from '../testing/test-server.ts';
import { warnAboutEngines } from './warn-about-engines.ts';

it('tells a new computer without engines how to join a farm', async () => {
  const { log, text } = testLog();
  await warnAboutEngines([], log);
  assert.match(text(), /renderonline node --join.*machine pair/);
});

it('names engines whose program is not there, and no others', async () => {
  const { log, text } = testLog();
  await warnAboutEngines(
    [mockEngine, { ...mockEngine, engineId: 'gone', executablePath: '/gone/engine' }],
    log,
  );
  assert.match(text(), /"engineId":"gone"/);
  assert.doesNotMatch(text(), /"engineId":"mock"/);
});
