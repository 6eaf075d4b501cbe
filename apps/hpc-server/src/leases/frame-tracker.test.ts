import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { RenderEvent } from '@renderonline/engines';
import { createFrameTracker, type FrameTracker } from './frame-tracker.ts';

describe('a renderer on its way through a lease', () => {
  let tracker: FrameTracker;
  let said: string[];
  let nowMs: number;

  beforeEach(() => {
    said = [];
    nowMs = 0;
    tracker = createFrameTracker({
      frames: { first: 2, last: 4 },
      elapsedMs: () => nowMs,
      onStarted: (frame) => said.push(`start ${frame}`),
      onProgress: (frame, fraction) => said.push(`progress ${frame} ${fraction}`),
      onDone: (frame, renderMs) => said.push(`done ${frame} in ${renderMs}`),
    });
  });

  function take(...events: readonly RenderEvent[]): void {
    for (const event of events) {
      tracker.take(event);
      nowMs += 10;
    }
  }

  it('has a frame done when it goes on to the next, or ends well', () => {
    take({ kind: 'frame-started', frame: 2 }, { kind: 'frame-progress', frame: null, fraction: 0.5 });
    take({ kind: 'frame-written', frame: 2, path: '/a' }, { kind: 'frame-done', frame: 2 });
    assert.deepEqual(said, ['start 2', 'progress 2 0.5']);
    take({ kind: 'frame-started', frame: 3 }, { kind: 'frame-done', frame: 3 });
    assert.deepEqual(said.slice(2), ['done 2 in 30', 'start 3']);
    tracker.succeed();
    assert.deepEqual(said.slice(4), ['done 3 in 10']);
    assert.deepEqual([...tracker.told], [['/a', 2]]);
    assert.deepEqual([...tracker.done], [2, 3]);
  });

  it('says how long a frame took, which is not believed where it cannot be', () => {
    take({ kind: 'frame-started', frame: 2 }, { kind: 'frame-done', frame: 2, renderMs: 7 });
    take({ kind: 'frame-started', frame: 3 }, { kind: 'frame-done', frame: 3, renderMs: 3_600_000 });
    tracker.succeed();
    assert.deepEqual(
      said.filter((what) => what.startsWith('done')),
      ['done 2 in 7', 'done 3 in 30'],
    );
  });

  it('is not believed about its last frame when it ends badly, nor about anything after', () => {
    take({ kind: 'frame-started', frame: 2 }, { kind: 'frame-done', frame: 2 });
    tracker.stopBelieving();
    take({ kind: 'frame-started', frame: 3 }, { kind: 'frame-done', frame: 3 });
    tracker.succeed();
    assert.deepEqual([...tracker.done], []);
    assert.equal(tracker.current(), 2);
  });

  it('counts a frame once, and none that it was not told to render', () => {
    take(
      { kind: 'frame-done', frame: 2 },
      { kind: 'frame-done', frame: 3 },
      { kind: 'frame-done', frame: 2 },
    );
    take({ kind: 'frame-started', frame: 5 }, { kind: 'frame-done', frame: Number.NaN });
    tracker.succeed();
    assert.deepEqual([...tracker.done].sort(), [2, 3]);
  });

  it('keeps the first error', () => {
    take({ kind: 'error', message: 'cause' }, { kind: 'error', message: 'consequence' });
    assert.equal(tracker.firstError(), 'cause');
  });
});
