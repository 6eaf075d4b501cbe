import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LinkSettings } from '@renderonline/contract/link';
import { createLogger } from '@renderonline/runtime';
import { createAvailability } from './availability.ts';
import { whyNotAvailable } from './why-not-available.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const usual: LinkSettings = { drained: false, schedule: null, yieldsToUser: false, slots: 1 };
/** A Wednesday, by the clock of this computer. */
const noon = new Date(2026, 0, 7, 12, 0);

it('takes work as settings, schedule and user allow', () => {
  const night = 'mon-fri 18:00-08:00; sat,sun';
  const cases: readonly (readonly [Partial<LinkSettings>, Date, boolean | null, RegExp | null])[] = [
    [{}, noon, true, null],
    [{ drained: true }, noon, false, /drained/],
    [{ schedule: night }, noon, false, /outside.*mon-fri/],
    [{ schedule: night }, new Date(2026, 0, 7, 18, 0), false, null],
    [{ schedule: night }, new Date(2026, 0, 10, 12, 0), false, null],
    [{ schedule: 'when the moon is full' }, noon, false, null],
    [{ yieldsToUser: true }, noon, true, /Somebody/],
    [{ yieldsToUser: true }, noon, false, null],
    [{ yieldsToUser: true }, noon, null, null],
  ];
  for (const [settings, now, isUserActive, expected] of cases) {
    const whyNot = whyNotAvailable({ settings: { ...usual, ...settings }, now, isUserActive });
    if (expected === null) assert.equal(whyNot, null, JSON.stringify(settings));
    else assert.match(whyNot ?? '', expected);
  }
});

it('follows its user and says when something changes', async () => {
  let idleMs: number | null = 1000;
  let asked = 0;
  const changes: (string | null)[] = [];
  const availability = createAvailability({
    activity: {
      idleMs: () => {
        asked += 1;
        return Promise.resolve(idleMs);
      },
      close: () => undefined,
    },
    userIdleMs: 60_000,
    now: () => noon,
    onChange: () => changes.push(availability.whyNot()),
    log,
  });
  try {
    availability.set(usual);
    await availability.look();
    assert.deepEqual([asked, availability.isUserActive(), changes], [0, null, []], 'nobody wants to know');
    availability.set({ ...usual, yieldsToUser: true });
    await availability.look();
    assert.deepEqual(
      [availability.isUserActive(), availability.whyNot()],
      [true, 'Somebody uses the machine.'],
    );
    idleMs = 60_000;
    await availability.look();
    assert.deepEqual(changes, ['Somebody uses the machine.', null]);
  } finally {
    availability.close();
  }
});
