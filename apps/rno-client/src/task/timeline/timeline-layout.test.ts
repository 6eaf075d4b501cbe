import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptView } from '@renderonline/contract';
import type { FrameCell } from '../../film/frame-table.ts';
import { frameTimesOf } from './frame-times.ts';
import { barAt, layTimeline } from './timeline-layout.ts';

const startMs = Date.parse('2026-03-02T09:00:00Z');
const at = (ms: number): string => new Date(startMs + ms).toISOString();

function attempt(
  attemptId: number,
  machineId: number,
  frames: readonly [number, number],
  [fromMs, toMs]: readonly [number, number | null],
): AttemptView {
  return {
    ...{
      attemptId,
      firstFrame: frames[0],
      lastFrame: frames[1],
      grantedAt: at(fromMs),
      startedAt: at(fromMs),
    },
    ...{ machine: { machineId, name: `node-${machineId}` }, endedAt: toMs === null ? null : at(toMs) },
    ...{
      outcome: toMs === null ? null : 'succeeded',
      exitCode: null,
      signal: null,
      message: null,
      cause: null,
    },
    ...{ failedFrame: null, isDuplicate: false, logTail: null },
  };
}

function cells(
  ...known: readonly (readonly [frame: number, attemptId: number, renderMs: number])[]
): Map<number, FrameCell> {
  return new Map(
    known.map(([frame, attemptId, renderMs]) => [
      frame,
      { frame, attemptId, renderMs, state: 'done', failureReason: null, outputs: [], picture: null },
    ]),
  );
}

test('machines that render several at once have several lanes, in the order of their names', () => {
  const { lanes, fromMs, toMs } = layTimeline(
    [
      attempt(1, 10, [1, 1], [0, 1000]),
      attempt(2, 2, [2, 2], [100, 900]),
      attempt(3, 2, [3, 3], [500, 1500]),
      attempt(4, 2, [4, 4], [900, 1200]),
    ],
    new Map(),
    startMs + 9000,
  );
  assert.deepEqual(
    lanes.map(({ machine, slot, bars }) => [machine, slot, bars.map(({ attemptId }) => attemptId)]),
    [
      ['node-2', 1, [2, 4]],
      ['node-2', 2, [3]],
      ['node-10', 1, [1]],
    ],
  );
  assert.deepEqual([fromMs - startMs, toMs - startMs], [0, 1500]);
});

test('frames of one attempt stand behind one another, and what is under way reaches to now', () => {
  const { lanes } = layTimeline(
    [attempt(1, 1, [1, 4], [0, null])],
    cells([1, 1, 400], [2, 1, 300], [3, 9, 50]),
    startMs + 1000,
  );
  assert.deepEqual(
    lanes[0]?.bars.map(({ firstFrame, lastFrame, outcome, fromMs, toMs }) => [
      firstFrame,
      lastFrame,
      outcome,
      fromMs - startMs,
      toMs - startMs,
    ]),
    [
      [1, 1, 'succeeded', 0, 400],
      [2, 2, 'succeeded', 400, 700],
      [3, 4, 'running', 700, 1000],
    ],
  );
});

test('the bar under the pointer is found, also beside a thin one', () => {
  const { lanes } = layTimeline(
    [attempt(1, 1, [1, 1], [0, 100]), attempt(2, 1, [2, 2], [500, 510])],
    new Map(),
    startMs,
  );
  const [lane] = lanes;
  if (lane === undefined) throw new Error('no lane');
  assert.equal(barAt(lane, startMs + 50, 0)?.attemptId, 1);
  assert.equal(barAt(lane, startMs + 300, 20), undefined);
  assert.equal(barAt(lane, startMs + 495, 20)?.attemptId, 2);
  assert.equal(barAt(lane, startMs + 525, 20)?.attemptId, 2);
});

test('the times of frames are those that are known, with their extremes', () => {
  const times = frameTimesOf([1, 2, 3, 4], cells([1, 1, 3000], [2, 1, 1000], [4, 1, 2000]));
  assert.deepEqual(
    [times?.frames, times?.seconds],
    [
      [1, 2, 4],
      [3, 1, 2],
    ],
  );
  assert.deepEqual([times?.fastest.frame, times?.slowest.frame, times?.medianMs], [2, 1, 2000]);
  assert.equal(frameTimesOf([3], new Map()), undefined);
});
