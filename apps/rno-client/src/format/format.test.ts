import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat } from './format.ts';

const english = createFormat('en-GB', 'Europe/Amsterdam');
const german = createFormat('de-DE', 'Europe/Berlin');
/** Intl puts spaces that do not break where people see a space. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const durations: readonly (readonly [number, string])[] = [
  [0, '0 secs'],
  [47, '0.05 secs'],
  [3240, '3.2 secs'],
  [59_999, '1 min'],
  [61_000, '1 min 1 sec'],
  [3_600_000, '1 hr'],
  [7_500_000, '2 hrs 5 mins'],
  [2 * 86_400_000 + 5000, '2 days'],
];
for (const [ms, text] of durations) {
  test(`${ms} ms are ${text}`, () => {
    assert.equal(plain(english.duration(ms)), text);
  });
}

test('what is estimated is told as exactly as one would believe it', () => {
  assert.equal(plain(english.estimate(340)), '1 sec');
  assert.equal(plain(english.estimate(3240)), '3 secs');
  assert.equal(plain(english.estimate(61_000)), '1 min');
  assert.equal(plain(english.estimate(7_500_000)), '2 hrs 10 mins');
});

test('sizes are decimal, with a digit behind the point where it tells something', () => {
  assert.equal(plain(english.bytes(999)), '999 bytes');
  assert.equal(plain(english.bytes(12_400_000)), '12.4 MB');
  assert.equal(plain(english.bytes(999_949_999_999)), '1,000 GB');
  assert.equal(plain(german.bytes(12_400_000)), '12,4 MB');
});

test('nothing is all done before it is', () => {
  assert.equal(english.percent(0.9999), '99%');
  assert.equal(plain(german.percent(1)), '100 %');
});

test('times are those of the reader’s zone', () => {
  const now = Date.parse('2026-03-01T23:30:00Z');
  assert.equal(english.shortTime('2026-03-01T23:10:00Z', now), '00:10');
  assert.equal(english.shortTime('2026-03-01T22:10:00Z', now), '1 Mar 2026');
  assert.equal(german.relative('2026-03-01T23:27:00Z', now), 'vor 3 Minuten');
  assert.equal(english.relative('2026-03-02T01:30:30Z', now), 'in 2 hours');
});
