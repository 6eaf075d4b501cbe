import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAttemptProgress } from './attempt-progress.ts';

function renderedFrames(...frames: readonly number[]) {
  const progress = createAttemptProgress();
  for (const frame of frames) {
    progress.take({ kind: 'frame-started', frame });
    progress.take({ kind: 'frame-progress', frame, fraction: 0.5 });
    progress.take({ kind: 'frame-done', frame });
  }
  return progress;
}

describe('the progress of an attempt', () => {
  it('tells the frames done as ranges, and how far the current one is', () => {
    const progress = renderedFrames(1, 2, 3, 7);
    assert.equal(progress.framesDone(), '1-3,7');
    progress.take({ kind: 'frame-started', frame: 8 });
    progress.take({ kind: 'frame-progress', frame: 8, fraction: 0.25 });
    assert.deepEqual([progress.currentFrame(), progress.frameFraction()], [8, 0.25]);
  });

  it('does not believe the last frame of a renderer that is ended while it writes', () => {
    const progress = renderedFrames(1, 2);
    progress.stopBelieving();
    progress.take({ kind: 'frame-started', frame: 3 });
    progress.take({ kind: 'frame-done', frame: 3 });
    assert.equal(progress.framesDone(), '1');
  });

  it('believes a frame once the renderer has gone on to another', () => {
    const progress = renderedFrames(1, 2);
    progress.take({ kind: 'frame-started', frame: 3 });
    progress.stopBelieving();
    assert.equal(progress.framesDone(), '1-2');
  });

  it('keeps the first error, and no numbers that are no frames', () => {
    const progress = renderedFrames(Number.NaN, 2 ** 40, 1.5, 4);
    progress.take({ kind: 'error', message: 'cause' });
    progress.take({ kind: 'error', message: 'consequence' });
    assert.equal(progress.firstError(), 'cause');
    assert.equal(progress.framesDone(), '4');
  });
});
