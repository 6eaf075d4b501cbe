import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { createFakeIo } from '../testing/fake-io.ts';
import { formatBar } from './progress-bar.ts';
import { createProgressView } from './progress-view.ts';

const state = (done: number) => ({
  fraction: done / 48,
  label: 'demo.blend',
  facts: [`${done}/48 frames`, '0.8 s/frame', 'ETA 20s'],
});

describe('the bar', () => {
  test('fits every terminal, and keeps the most important facts', () => {
    for (const columns of [24, 40, 60, 80, 200]) {
      const io = createFakeIo({ isTerminal: true, columns, env: { NO_COLOR: '1' } });
      const line = formatBar(io, state(24));
      assert.ok(stringWidth(line) < columns, `${columns}: ${line}`);
      assert.match(line, /24\/48/);
    }
  });

  test('is drawn in ASCII where the locale knows no more', () => {
    const io = createFakeIo({ isTerminal: true, env: { LC_ALL: 'C', NO_COLOR: '1' } });
    assert.match(formatBar(io, state(24)), /#+-+/);
  });
});

describe('progress', () => {
  test('on a terminal: one line, redrawn at most ten times a second, gone at the end', () => {
    const io = createFakeIo({ isTerminal: true, env: { NO_COLOR: '1' } });
    let now = 0;
    const view = createProgressView(io, { now: () => now });
    for (let done = 0; done < 48; done++, now += 10) view.show(state(done));
    view.end();
    const lines = io.out().split('\r\u001b[2K');
    assert.equal(lines.at(-1), '');
    assert.ok(lines.length <= 7, `${lines.length} lines`);
    assert.doesNotMatch(stripVTControlCharacters(io.out()), /\n/);
  });

  test('in a pipe: a line a tenth, without control codes, and always the last one', () => {
    const io = createFakeIo();
    let now = 0;
    const view = createProgressView(io, { now: () => now });
    for (let done = 0; done <= 48; done++, now += 1000) view.show(state(done));
    view.end();
    const lines = io.out().trimEnd().split('\n');
    assert.ok(lines.length >= 9 && lines.length <= 11, io.out());
    assert.match(lines.at(-1) ?? '', /48\/48/);
    assert.ok(!io.out().includes('\u001b') && !io.out().includes('\r'));
  });
});
