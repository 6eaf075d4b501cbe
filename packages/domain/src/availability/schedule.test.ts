import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { isDomainError } from '../errors/domain-error.ts';
import { formatWeeklySchedule } from './format-schedule.ts';
import { parseWeeklySchedule } from './parse-schedule.ts';
import { isWithinSchedule, minutesOfDay, minutesOfWeek, scheduleOf } from './weekly-schedule.ts';

/** Whether a machine with the schedule may render then. `day`: 0 is Monday. */
function isOpen(text: string, day: number, time: string): boolean {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return isWithinSchedule(parseWeeklySchedule(text), {
    weekday: (day + 1) % 7,
    minuteOfDay: hours * 60 + minutes,
  });
}

describe('a weekly schedule', () => {
  const nights = 'mon-fri 18:00-08:00; sat,sun';
  const table: [string, number, string, boolean][] = [
    [nights, 0, '17:59', false],
    [nights, 0, '18:00', true],
    [nights, 1, '07:59', true],
    [nights, 1, '08:00', false],
    [nights, 0, '07:59', false],
    [nights, 4, '23:00', true],
    [nights, 5, '12:00', true],
    [nights, 6, '23:59', true],
    ['sun 22:00-06:00', 0, '05:59', true],
    ['sun 22:00-06:00', 0, '06:00', false],
    ['fri-mon 1:00-2:00', 6, '01:30', true],
    ['fri-mon 1:00-2:00', 2, '01:30', false],
    ['MON 09:00-12:00 , 13:00-17:00', 0, '12:30', false],
    ['MON 09:00-12:00 , 13:00-17:00', 0, '16:59', true],
    ['tue 00:00-24:00', 1, '23:59', true],
  ];
  for (const [text, day, time, expected] of table) {
    it(`"${text}" is ${expected ? 'open' : 'closed'} on day ${day} at ${time}`, () => {
      assert.equal(isOpen(text, day, time), expected);
    });
  }

  const refused = [
    '',
    ' ; ',
    'monday',
    'mon 18-8',
    'mon 25:00-26:00',
    'mon 8:00-8:60',
    'mon 8:00-8:00',
    'mon-tue-wed',
    'mon 24:00-08:00',
    'mon 8:00-9:00 x',
    '8:00-9:00',
    `mon${';mon'.repeat(400)}`,
    'mon 8:00-9:00,',
  ];
  for (const text of refused) {
    it(`"${text.slice(0, 20)}" is refused with help`, () => {
      assert.throws(
        () => parseWeeklySchedule(text),
        (thrown) =>
          isDomainError(thrown, 'schedule-invalid') && /Write it like "mon-fri 18:00/.test(thrown.message),
      );
    });
  }

  it('is written as people write it', () => {
    assert.equal(formatWeeklySchedule(parseWeeklySchedule('sun 22:00-6:00')), 'sun 22:00-06:00');
    assert.equal(formatWeeklySchedule(parseWeeklySchedule('wed,mon,tue')), 'mon-wed');
    assert.equal(formatWeeklySchedule(parseWeeklySchedule('sat; sun')), 'sat,sun');
  });

  it('is read back as it was, whatever it is', () => {
    const period = fc
      .tuple(fc.nat({ max: minutesOfWeek - 1 }), fc.integer({ min: 1, max: minutesOfDay }))
      .map(([fromMinute, length]) => ({ fromMinute, toMinute: fromMinute + length }));
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 8 }), (periods) => {
        const schedule = scheduleOf(periods);
        assert.deepEqual(parseWeeklySchedule(formatWeeklySchedule(schedule)), schedule);
      }),
    );
  });
});
