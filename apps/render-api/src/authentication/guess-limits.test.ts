import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { domainError, isDomainError, v1Refusals } from '@renderonline/domain';
import { createGuessLimits } from './guess-limits.ts';

const email = 'user@example.com';

function limitsAt(options: { maxRemembered?: number } = {}) {
  const clock = { nowMs: 0 };
  const limits = createGuessLimits({ nowMs: () => clock.nowMs, ...options });
  /** `good`, `wrong`, or the seconds to wait. */
  const tryOut = (token: string, address = '10.0.0.1', of = email): Promise<string | number> =>
    limits
      .look({ address, credentials: { email: of, token } }, () =>
        token === 'right' ? Promise.resolve('good') : Promise.reject(v1Refusals.unauthorized()),
      )
      .catch((error: unknown) => {
        if (isDomainError(error, 'unauthorized')) return 'wrong';
        assert.ok(isDomainError(error, 'too-many-tries'));
        return Number(error.details['retryAfterSeconds']);
      });
  const guess = async (from: number, to: number): Promise<void> => {
    for (let count = from; count < to; count += 1) assert.equal(await tryOut(`guess ${count}`), 'wrong');
  };
  return { clock, limits, tryOut, guess };
}

describe('guesses at tokens', () => {
  test('end after thirty from one address at one account; other addresses, and other accounts, go on', async () => {
    const { clock, tryOut, guess } = limitsAt();
    await guess(0, 30);
    assert.equal(await tryOut('guess 30'), 10);
    assert.equal(await tryOut('right', '10.0.0.1', ' USER@example.com'), 10, 'nobody learns by it');
    assert.equal(await tryOut('right', '10.0.0.2'), 'good');
    assert.equal(await tryOut('right', '10.0.0.1', 'other@example.com'), 'good');
    clock.nowMs += 10_000;
    assert.equal(await tryOut('right'), 'good');
    await guess(40, 41);
    assert.equal(await tryOut('guess 41'), 10);
  });

  test('are not what comes from programs: many requests at once with the right token, or an old one for ever', async () => {
    const { tryOut } = limitsAt();
    const all = await Promise.all(Array.from({ length: 100 }, () => tryOut('right')));
    assert.deepEqual([...new Set(all)], ['good']);
    for (let count = 0; count < 100; count += 1) assert.equal(await tryOut('old'), 'wrong');
    assert.equal(await tryOut('right'), 'good');
  });

  test('do not count while the database is away', async () => {
    const { limits, tryOut } = limitsAt();
    for (let count = 0; count < 40; count += 1) {
      const from = { address: '10.0.0.1', credentials: { email, token: `guess ${count}` } };
      const away = limits.look(from, () => Promise.reject(domainError('too-busy', 'busy')));
      await assert.rejects(away, { code: 'too-busy' });
    }
    assert.equal(await tryOut('right'), 'good');
  });

  test('are remembered of so many addresses, and of right tokens nothing is', async () => {
    const { tryOut, guess } = limitsAt({ maxRemembered: 2 });
    await guess(0, 30);
    await tryOut('wrong', '10.0.0.2');
    for (let count = 0; count < 50; count += 1) await tryOut('right', `10.0.1.${count}`);
    assert.equal(await tryOut('right'), 10);
    await tryOut('wrong', '10.0.0.2');
    await tryOut('wrong', '10.0.0.3');
    assert.equal(await tryOut('right'), 'good');
  });
});
