import assert from 'node:assert/strict';
import { it } from 'node:test';
import { idleMsOfIoreg, idleMsOfLoginctl, idleMsOfMutter, idleMsOfXprintidle } from './idle-output.ts';

it('reads how long nobody has used keyboard and mouse from what systems print', () => {
  assert.deepEqual(['73211\n', 'no display', ''].map(idleMsOfXprintidle), [73_211, null, null]);
  assert.deepEqual(['(uint64 4521,)\n', "Error: no such name '4'"].map(idleMsOfMutter), [4521, null]);
  const ioreg = '  |   |     "HIDIdleTime" = 2498712541\n  |   |     "HIDKind" = 1\n';
  assert.deepEqual([ioreg, ''].map(idleMsOfIoreg), [2499, null]);
});

it('reads the sessions of systemd: graphical ones alone know', () => {
  const nowMs = 1_750_000_100_000;
  const sessions: readonly (readonly [text: string, idleMs: number | null])[] = [
    ['Type=wayland\nState=active\nIdleHint=no\nIdleSinceHint=1750000000000000\n', 0],
    ['IdleHint=yes\nIdleSinceHint=1750000000000000\nType=x11\nState=active\n', 100_000],
    ['Type=x11\nState=closing\nIdleHint=no\nIdleSinceHint=0\n', null],
    ['Type=tty\nState=active\nIdleHint=no\nIdleSinceHint=0\n', null],
    ['Type=x11\nState=active\nIdleHint=yes\nIdleSinceHint=0\n', null],
    ['', null],
  ];
  for (const [text, idleMs] of sessions) assert.equal(idleMsOfLoginctl(text, nowMs), idleMs, text);
});
