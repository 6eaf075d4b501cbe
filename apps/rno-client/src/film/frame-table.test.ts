import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FramesChange, FrameView } from '@renderonline/contract';
import { framesWithPictures, noFrames, withChanges, withFrames } from './frame-table.ts';

const view = (frame: number, changes: Partial<FrameView> = {}): FrameView => ({
  ...{ frame, state: 'pending', attemptId: null, renderMs: null, failureReason: null, outputs: [] },
  ...changes,
});
const done = (frame: number, name = `${frame}.png`): FramesChange => ({
  ...{ firstFrame: frame, lastFrame: frame, state: 'done', outputs: [{ name, size: 1 }] },
  ...{ attemptId: 40 + frame, renderMs: 250 },
});

describe('the frames of a task', () => {
  test('come in pages, in any order, and are ascending', () => {
    const table = withFrames(withFrames(noFrames, [view(10), view(12)]), [view(-3), view(11)]);
    assert.deepEqual(table.frames, [-3, 10, 11, 12]);
  });

  test('change by events, and what was read stays where nothing was told', () => {
    const read = withFrames(noFrames, [view(1, { attemptId: 7, state: 'leased' }), view(2)]);
    const told = withChanges(read, [done(1), done(3, 'passes/3.exr')]);
    assert.deepEqual(
      [...told.cells.values()].map(({ frame, state, attemptId, picture }) => [
        frame,
        state,
        attemptId,
        picture,
      ]),
      [
        [1, 'done', 41, '1.png'],
        [2, 'pending', null, null],
        [3, 'done', 43, 'passes/3.exr'],
      ],
    );
    assert.deepEqual(told.frames, [1, 2, 3]);
    assert.equal(told.newest, 3);
    assert.equal(read.cells.get(1)?.state, 'leased', 'the table before is as it was');
  });

  test('lose their pictures when they are to be rendered again', () => {
    const table = withChanges(withFrames(noFrames, [view(1), view(2)]), [done(1), done(2)]);
    const asked: FramesChange = {
      ...{ firstFrame: 1, lastFrame: 2, state: 'pending' },
      ...{ outputs: [], attemptId: null, renderMs: null },
    };
    const again = withChanges(table, [asked]);
    assert.deepEqual([framesWithPictures(table), framesWithPictures(again)], [[1, 2], []]);
    assert.equal(again.cells.get(1)?.attemptId, 41, 'what is seen until then is of that attempt');
  });

  test('have no picture where nothing can be shown', () => {
    const table = withChanges(noFrames, [done(1, 'cache.vdb'), done(2, 'b.TIF')]);
    assert.deepEqual(framesWithPictures(table), [2]);
  });

  test('know the newest, when they are read, too', () => {
    assert.equal(withFrames(noFrames, [view(1, { state: 'done' }), view(2)]).newest, 1);
  });
});
