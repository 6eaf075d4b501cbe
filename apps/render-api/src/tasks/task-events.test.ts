import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import type { WatchedTask } from '@renderonline/contract';
import { writeTaskEvents } from './task-events.ts';

const snapshot: WatchedTask = {
  taskId: 1,
  state: 'queued',
  engine: 'blender',
  fileName: 'scene.blend',
  fileSize: 12,
  owner: { userId: 1, name: 'Ada Lovelace' },
  poster: null,
  priority: 50,
  queuedAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  resultsExpiredAt: null,
  machine: null,
  machines: [],
  failureReason: null,
  waitingReason: null,
  failurePhrases: [],
  waitingPhrases: [],
  waitingFor: [],
  parentTaskId: null,
  steps: [],
  progress: {
    framesDone: 0,
    framesTotal: 3,
    framesRunning: 0,
    framesFailed: 0,
    currentFrame: null,
    frameFraction: null,
    framesPerSecond: null,
    etaMs: null,
    etaRangeMs: null,
    currentFrames: [],
  },
  failures: [],
  findings: [],
};

function startStream(heartbeatMs = 60_000) {
  let current: WatchedTask | undefined = snapshot;
  let notify: () => void = () => undefined;
  let reads = 0;
  let isListening = false;
  const stream = new PassThrough({ highWaterMark: 64 });
  const ended = writeTaskEvents(stream, {
    readSnapshot: async () => {
      reads += 1;
      return current;
    },
    onChange: (listener) => {
      notify = listener;
      isListening = true;
      return () => {
        isListening = false;
      };
    },
    heartbeatMs,
  });
  return {
    stream,
    ended,
    change: (next: WatchedTask | undefined) => {
      current = next;
      notify();
    },
    reads: () => reads,
    isListening: () => isListening,
  };
}

const withFramesDone = (framesDone: number): WatchedTask => ({
  ...snapshot,
  state: framesDone === 3 ? 'succeeded' : 'running',
  progress: { ...snapshot.progress, framesDone },
});

describe('the events of a task', { timeout: 10_000 }, () => {
  test('begin with a snapshot, go on with changes, and end with the task', async () => {
    const { stream, ended, change, isListening } = startStream();
    const events: string[] = [];
    for await (const chunk of stream) {
      events.push(String(chunk));
      if (events.length === 1) change(withFramesDone(1));
      if (events.length === 2) change(withFramesDone(3));
    }
    await ended;
    assert.deepEqual(
      events.join('').split('\n\n').slice(0, -1),
      [snapshot, withFramesDone(1), withFramesDone(3)].map(
        (each) => `event: snapshot\ndata: ${JSON.stringify(each)}`,
      ),
    );
    assert.equal(isListening(), false);
  });

  test('tell of a deleted task', async () => {
    const { stream, ended, change } = startStream();
    let text = '';
    for await (const chunk of stream) {
      if (text === '') change(undefined);
      text += String(chunk);
    }
    await ended;
    assert.match(text, /event: deleted\ndata: \{\}\n\n$/);
  });

  test('are held back for a slow reader, and many changes come as one', async () => {
    const { stream, ended, change, reads } = startStream();
    // Nobody reads: the first snapshot fills the buffer, so not one more is even looked up.
    for (let done = 0; done < 3; done += 1) {
      change(withFramesDone(done));
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(reads(), 1);
    change(withFramesDone(3));
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    await ended;
    assert.equal(text.split('event: snapshot').length - 1, 2);
  });

  test('keep a quiet connection open with comments', async () => {
    const { stream, ended } = startStream(20);
    for await (const chunk of stream) {
      if (String(chunk).includes(': still here\n\n')) break; // which destroys the stream
    }
    await ended;
  });

  test('end when the reader goes away', async () => {
    const { stream, ended, isListening } = startStream();
    stream.destroy();
    await ended;
    assert.equal(isListening(), false);
  });
});
