import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOutputBuffer } from './output-buffer.ts';
import { createTurns } from './turns.ts';

const never = new AbortController().signal;

describe('turns', () => {
  it('lets so many work at once, and the others in the order in which they came', async () => {
    const turns = createTurns(2);
    const doors = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
    const begun: number[] = [];
    const results = doors.map(({ promise }, index) =>
      turns.take(() => {
        begun.push(index);
        return promise;
      }, never),
    );
    await new Promise(setImmediate);
    assert.deepEqual(begun, [0, 1]);
    doors[1]?.reject(new Error('failed'));
    await assert.rejects(results[1] ?? assert.fail(), /failed/);
    assert.deepEqual(begun, [0, 1, 2]);
    for (const [index, door] of doors.entries()) door.resolve(index);
    assert.deepEqual(
      (await Promise.allSettled(results)).map(({ status }) => status),
      [...['fulfilled', 'rejected', 'fulfilled', 'fulfilled']],
    );
  });

  it('passes over who has given up', async () => {
    const turns = createTurns(1);
    const door = Promise.withResolvers<undefined>();
    const first = turns.take(() => door.promise, never);
    const leaving = new AbortController();
    const second = turns.take(() => Promise.resolve(assert.fail('its turn came')), leaving.signal);
    const third = turns.take(() => Promise.resolve('third'), never);
    leaving.abort(new Error('gone'));
    await assert.rejects(second, /gone/);
    door.resolve(undefined);
    await first;
    assert.equal(await third, 'third');
    await assert.rejects(
      turns.take(() => Promise.resolve(1), leaving.signal),
      /gone/,
    );
    assert.equal(await turns.take(() => Promise.resolve('free'), never), 'free');
  });
});

describe('the buffer of outputs', () => {
  it('has room until its bytes are reached, and says when it has again', () => {
    let calls = 0;
    const buffer = createOutputBuffer(100, () => (calls += 1));
    const small = buffer.hold(60);
    assert.ok(buffer.hasRoom());
    const large = buffer.hold(60);
    assert.equal(buffer.hasRoom(), false);
    small();
    small();
    assert.deepEqual([buffer.hasRoom(), buffer.bytes, calls], [true, 60, 1]);
    large();
    assert.equal(calls, 1);
  });

  it('takes one frame whatever its limit, and no end of frames without bytes', () => {
    const tiny = createOutputBuffer(0, () => undefined);
    assert.ok(tiny.hasRoom());
    tiny.hold(0);
    assert.equal(tiny.hasRoom(), false);
    const buffer = createOutputBuffer(100, () => undefined);
    for (let frame = 0; frame < 512; frame++) buffer.hold(0);
    assert.equal(buffer.hasRoom(), false);
  });
});
