import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { FailureView, FindingView, WatchedTask } from '@renderonline/contract';
import stringWidth from 'string-width';
import { createFakeIo } from '../testing/fake-io.ts';
import { currentFrame, watchedTask } from '../testing/watched-task.ts';
import { etaText, fractionOf, rateText } from './task-text.ts';
import { createWatchView, linesOf } from './watch-view.ts';

const failure: FailureView = {
  attemptId: 7,
  machine: { machineId: 1, name: 'tower' },
  frame: 7,
  endedAt: '2026-01-01T12:00:20.000Z',
  outcome: 'failed',
  cause: 'out-of-memory',
  summary: 'The renderer ran out of memory.',
  whatToDo: 'Require more memory for the task.',
  message: 'Error: Out of memory in CUDA\u001b[2J',
  messagePhrases: [],
};

const finding = (severity: FindingView['severity'], name: string): FindingView => ({
  machine: { machineId: 1, name },
  severity,
  code: 'texture-missing',
  message: 'The texture rust.png is missing; pack it into the file.',
  messagePhrases: [],
});

const halfPastNoon = Date.parse('2026-01-01T12:00:42.000Z');
const plain = { NO_COLOR: '1' };
const ageOf = () => 12_000;

describe('the live view', () => {
  test('shows the whole task and a line a machine, by name', () => {
    const io = createFakeIo({ isTerminal: true, columns: 100, env: plain });
    assert.deepEqual(linesOf(io, watchedTask(), ageOf), [
      'orrery.blend ━━━━━━━━━━━━━──────────── 24/48 frames  51%  ETA 20s to 35s  1.2 frames/s  2 machines',
      '  box    frame 26                    12s',
      '  tower  frame 25  ━━━━━━────   62%  12s',
    ]);
  });

  test('fits every terminal, whatever the names and numbers', () => {
    const task = watchedTask({
      machines: [...Array(40).keys()].map((id) => ({ machineId: id, name: `夜の城 ${'x'.repeat(id)}` })),
      failures: [failure],
      findings: [finding('warning', 'box'), finding('error', 'tower')],
    });
    for (const columns of [20, 30, 40, 60, 80, 200]) {
      for (const rows of [3, 8, 24, 60]) {
        const io = createFakeIo({ isTerminal: true, columns, rows, env: plain });
        const lines = linesOf(io, task, ageOf);
        assert.ok(lines.length < rows, `${lines.length} lines of ${rows}`);
        for (const line of lines) assert.ok(stringWidth(line) < columns, `${columns}: ${line}`);
        assert.match(lines[0] ?? '', /24\/48/);
        if (rows === 24) assert.match(lines.join('\n'), /more mach/);
      }
    }
  });

  test('several frames of one machine share its line; a machine without one gets ready', () => {
    const io = createFakeIo({ isTerminal: true, columns: 100, env: plain });
    const { progress } = watchedTask();
    const task = watchedTask({
      progress: { ...progress, currentFrames: [currentFrame(25, 1, 0.5), currentFrame(27, 1, null)] },
    });
    assert.deepEqual(linesOf(io, task, ageOf).slice(1), [
      '  box    getting ready',
      '  tower  frame 25  50%  12s, frame 27 12s',
    ]);
  });

  test('tells what went wrong and what to do, errors first, each once', () => {
    const io = createFakeIo({ isTerminal: true, columns: 120, env: plain });
    const task = watchedTask({
      machines: [],
      failures: [failure],
      findings: [finding('warning', 'a'), finding('error', 'a'), finding('error', 'b')],
    });
    assert.deepEqual(linesOf(io, task, ageOf).slice(1), [
      '! error (a and 1 more): The texture rust.png is missing; pack it into the file.',
      '! frame 7 failed on tower: The renderer ran out of memory (Error: Out of memory in CUDA).',
      '  Require more memory for the task.',
      '! warning (a): The texture rust.png is missing; pack it into the file.',
    ]);
  });

  test('tells failures of one reason together, and frames lost with a machine as lost', () => {
    const io = createFakeIo({ isTerminal: true, columns: 120, env: plain });
    const lost: FailureView = {
      ...failure,
      frame: 8,
      cause: 'machine-lost',
      summary: 'The machine was switched off, restarted, or cut off.',
      whatToDo: null,
      message: 'machine tower is gone (the connection broke)',
    };
    const failures = [
      failure,
      { ...failure, attemptId: 8, frame: 9, machine: { machineId: 2, name: 'box' } },
      { ...failure, attemptId: 9, frame: 8 },
      { ...failure, attemptId: 10, frame: 20 },
      { ...lost, attemptId: 11 },
      { ...lost, attemptId: 12, frame: 11 },
    ];
    assert.deepEqual(linesOf(io, watchedTask({ machines: [], failures }), ageOf).slice(1), [
      '! frames 7-9,20 failed on tower and 1 more: The renderer ran out of memory (Error: Out of memory in CUDA).',
      '  Require more memory for the task.',
      '! frames 8,11 were lost on tower: machine tower is gone (the connection broke).',
    ]);
  });

  test('tells what a machine gave back in good order as a note, in no colour of alarm', () => {
    const io = createFakeIo({ isTerminal: true, columns: 120 });
    const left: FailureView = {
      ...failure,
      frame: 8,
      cause: 'machine-left',
      summary: 'The machine stopped rendering in good order, and gave back what it had.',
      whatToDo: 'Nothing: its frames are rendered elsewhere.',
      message: 'HPCServer stops',
    };
    const failures = [left, { ...left, attemptId: 12, frame: 9 }];
    const [, ...lines] = linesOf(io, watchedTask({ machines: [], failures }), ageOf);
    assert.deepEqual(lines, ['\u001b[2m- frames 8-9 were given back by tower: HPCServer stops.\u001b[22m']);
  });

  test('is drawn in place, at most ten times a second, moves on with time, and is gone at the end', () => {
    const io = createFakeIo({ isTerminal: true, columns: 100, env: plain });
    let now = 0;
    let wall = halfPastNoon;
    const view = createWatchView(io, { now: () => now, wallClock: () => wall });
    view.show(watchedTask());
    for (let count = 0; count < 5; count += 1, now += 10) view.show(watchedTask({ priority: count }));
    assert.equal(io.out().split('\u001b[J').length, 1);
    now = 1000;
    wall += 1000;
    view.tick();
    assert.match(io.out().split('\u001b[2A\r\u001b[J')[1] ?? '', /13s$/);
    view.end();
    assert.ok(io.out().endsWith('\u001b[2A\r\u001b[J'));
    assert.equal(stripVTControlCharacters(io.out()).split('orrery').length - 1, 2);
  });

  test('says for how long RenderAPI is away, and counts nothing else meanwhile', () => {
    const io = createFakeIo({ isTerminal: true, columns: 100, env: plain });
    let now = 0;
    const view = createWatchView(io, { now: () => now, wallClock: () => halfPastNoon + now });
    const pass = (milliseconds: number): string => {
      const before = io.out().length;
      now += milliseconds;
      view.tick();
      return io.out().slice(before);
    };
    view.show(watchedTask());
    view.away();
    view.away();
    const away = pass(12_000);
    assert.match(away, /RenderAPI is away, trying again \(12s\)\norrery\.blend/);
    assert.match(away, / 62% {2}12s$/);
    assert.match(pass(60_000), /\(1m 12s\)\n[^]* 62% {2}12s$/);
    view.back();
    const back = pass(1000);
    assert.doesNotMatch(back, /away/);
    assert.match(back, / 62% {2}1m 25s$/);
  });

  test('says so when RenderAPI is away before anything is known, and on the smallest terminal', () => {
    const io = createFakeIo({ isTerminal: true, columns: 30, rows: 2, env: plain });
    let now = 0;
    const view = createWatchView(io, { now: () => now, wallClock: () => now });
    view.away();
    now += 3000;
    view.tick();
    assert.equal(io.out(), 'RenderAPI is away, trying ag…');
    view.show(watchedTask());
    assert.equal(io.out().split('\n').length, 1);
  });

  test('counts from when a frame was first seen where its start is not told', () => {
    const io = createFakeIo({ isTerminal: true, columns: 100, env: plain });
    const { progress } = watchedTask();
    const frame = { ...currentFrame(25, 1, null), startedAt: null };
    const task = watchedTask({ progress: { ...progress, currentFrames: [frame] } });
    let wall = halfPastNoon;
    let now = 0;
    const view = createWatchView(io, { now: () => now, wallClock: () => wall });
    view.show(task);
    wall += 5000;
    now += 5000;
    view.show(task);
    assert.match(io.out(), /frame 25 +5s/);
  });
});

test('in a pipe: no control codes, and every failure and finding once', () => {
  const io = createFakeIo();
  const view = createWatchView(io, { now: () => 0 });
  const task = watchedTask({ failures: [failure], findings: [finding('warning', 'a')] });
  view.show(task);
  view.tick();
  view.show(task);
  view.end();
  assert.deepEqual(io.out().trimEnd().split('\n'), [
    'warning (a): The texture rust.png is missing; pack it into the file.',
    'frame 7 failed on tower: The renderer ran out of memory (Error: Out of memory in CUDA). Require more memory for the task.',
    'orrery.blend  24/48 frames  51%  ETA 20s to 35s  1.2 frames/s  2 machines',
  ]);
});

test('in a pipe: a line when RenderAPI stays away, and one when it is there again', () => {
  const io = createFakeIo();
  let now = 0;
  const view = createWatchView(io, { now: () => now, wallClock: () => now });
  for (const awayMs of [300, 7000]) {
    view.away();
    now += awayMs;
    view.tick();
    view.tick();
    view.back();
  }
  assert.deepEqual(io.out().trimEnd().split('\n'), [
    'RenderAPI is away, trying again (7s)',
    'RenderAPI is there again',
  ]);
});

test('a log is not flooded: advice comes once, and after twenty failures where the rest is', () => {
  const io = createFakeIo();
  const view = createWatchView(io, { now: () => 0 });
  for (let attemptId = 1; attemptId <= 40; attemptId += 1)
    view.show(watchedTask({ failures: [{ ...failure, attemptId }] }));
  const lines = io.out().split('\n');
  assert.equal(lines.filter((line) => line.startsWith('frame 7 failed')).length, 20);
  assert.equal(lines.filter((line) => line.includes('Require more memory')).length, 1);
  assert.equal(lines.filter((line) => line === 'frame 7 failed on tower for the same reason.').length, 19);
  assert.equal(lines.filter((line) => line.includes('renderonline tasks 12')).length, 1);
});

test('the ETA is a range, one time when both ends are the same, or unknown', () => {
  const eta = (changes: Partial<WatchedTask['progress']>) =>
    etaText(watchedTask({ progress: { ...watchedTask().progress, ...changes } }));
  assert.equal(eta({}), 'ETA 20s to 35s');
  assert.equal(eta({ etaRangeMs: { low: 20_100, high: 20_300 } }), 'ETA 20s');
  assert.equal(eta({ etaRangeMs: null }), 'ETA 25s');
  assert.equal(eta({ etaRangeMs: null, etaMs: null }), 'ETA unknown');
  assert.equal(eta({ etaRangeMs: { low: 0, high: 200 } }), 'ETA 1s', 'something is left');
  assert.equal(eta({ etaRangeMs: null, etaMs: 0 }), 'ETA 1s');
});

test('there is no rate before a frame is done', () => {
  const rate = (framesDone: number) =>
    rateText(watchedTask({ progress: { ...watchedTask().progress, framesDone, framesPerSecond: 8.2 } }));
  assert.deepEqual([rate(0), rate(1)], ['', '8.2 frames/s']);
});

test('a frame that two machines render counts once', () => {
  const { progress } = watchedTask();
  const both = [currentFrame(48, 1, 0.5), currentFrame(48, 2, 0.25)];
  const task = watchedTask({ progress: { ...progress, framesDone: 47, currentFrames: both } });
  assert.equal(fractionOf(task), 47.5 / 48);
});
