import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dayStartsIn } from './day-starts.ts';

describe('days of a zone', () => {
  const cases: readonly (readonly [string, string, string, string, readonly string[]])[] = [
    // what, zone, from, to, starts
    ['of UTC', 'UTC', '2026-01-02T03:04Z', '2026-01-04T00:00Z', ['2026-01-02T00:00Z', '2026-01-03T00:00Z']],
    ['that begins with one', 'UTC', '2026-01-02T00:00Z', '2026-01-02T00:01Z', ['2026-01-02T00:00Z']],
    [
      'of 23 hours',
      'Europe/Amsterdam',
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      ['2026-03-27T23:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ],
    [
      'of 25 hours',
      'Europe/Amsterdam',
      '2026-10-24T22:00Z',
      '2026-10-26T23:00Z',
      ['2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ],
    [
      'half an hour off',
      'Asia/Kolkata',
      '2026-01-02T18:29Z',
      '2026-01-02T18:31Z',
      ['2026-01-01T18:30Z', '2026-01-02T18:30Z'],
    ],
    [
      'that begins at one',
      'America/Sao_Paulo',
      '2018-11-03T12:00Z',
      '2018-11-05T12:00Z',
      ['2018-11-03T03:00Z', '2018-11-04T03:00Z', '2018-11-05T02:00Z'],
    ],
    [
      'with one left out',
      'Pacific/Apia',
      '2011-12-29T12:00Z',
      '2012-01-01T00:00Z',
      ['2011-12-29T10:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    ],
  ];
  for (const [what, zone, from, to, starts] of cases) {
    test(`${what}: ${zone}`, () => {
      const found = dayStartsIn(zone, { fromMs: Date.parse(from), toMs: Date.parse(to) });
      assert.deepEqual(
        found.map((ms) => new Date(ms).toISOString().replace(':00.000', '')),
        starts,
      );
    });
  }

  test('a year of them', () => {
    const starts = dayStartsIn('America/New_York', {
      ...{ fromMs: Date.UTC(2026, 0, 1, 12), toMs: Date.UTC(2027, 0, 1) },
    });
    assert.equal(starts.length, 365);
  });

  test('a zone must be one', () => {
    for (const zone of ['', 'Mars/Olympus', '../etc']) {
      assert.throws(() => dayStartsIn(zone, { fromMs: 0, toMs: 1 }), { code: 'request-invalid' });
    }
  });
});
