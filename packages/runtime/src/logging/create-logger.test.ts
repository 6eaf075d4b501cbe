import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './create-logger.ts';

test('a token never reaches the log, wherever it stands', () => {
  const lines: string[] = [];
  const log = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  log.info(
    { token: 'secret-1', user: { token: 'secret-2' }, req: { headers: { token: 'secret-3' } } },
    'hello',
  );
  log.info({ headers: { authorization: 'secret-4', cookie: 'secret-5' }, password: 'secret-6' }, 'again');
  const error = Object.assign(new Error('read-only'), { sql: "update users set token = 'secret-7'" });
  log.warn({ err: error }, 'the driver tells the whole statement');
  assert.equal(lines.length, 3);
  assert.doesNotMatch(lines.join(''), /secret/);
});
