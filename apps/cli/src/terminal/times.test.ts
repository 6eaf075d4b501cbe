import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { formatTime, localZone } from './times.ts';

describe('times', () => {
  const zone = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = 'Europe/Berlin';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  const winter = new Date('2026-01-02T03:04:05Z');

  test('are local, and none is a dash', () => {
    assert.equal(formatTime(winter.toISOString(), winter), '2026-01-02 04:04:05');
    assert.equal(formatTime(null), '-');
    assert.equal(formatTime('soon'), 'soon');
  });

  test('of the other half of the year name their zone', () => {
    assert.equal(formatTime('2026-07-02T03:04:05Z', winter), '2026-07-02 05:04:05 UTC+02:00');
  });

  test('are in a zone that has a name everywhere', () => {
    assert.equal(localZone(winter), 'UTC+01:00');
    process.env['TZ'] = 'UTC';
    assert.equal(localZone(winter), 'UTC');
    process.env['TZ'] = 'America/St_Johns';
    assert.equal(localZone(winter), 'UTC-03:30');
  });
});
