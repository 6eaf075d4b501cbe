import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted, moved, pinchOf, zoomedAt } from './pan-zoom.ts';

const stage = { width: 800, height: 400 };

test('the point under the cursor stays', () => {
  const at = { x: 100, y: -50 };
  const view = zoomedAt(fitted, 4, at);
  assert.deepEqual(view, { scale: 4, x: -300, y: 150 });
  // The picture's point that was at the cursor: (at - shift) / scale.
  assert.deepEqual([(at.x - view.x) / view.scale, (at.y - view.y) / view.scale], [100, -50]);
});

test('nobody gets farther away than the whole picture, or nearer than its pixels', () => {
  assert.deepEqual(zoomedAt({ scale: 1.5, x: 30, y: 9 }, 0.1, { x: 0, y: 0 }), fitted);
  assert.equal(zoomedAt(fitted, 1000, { x: 0, y: 0 }).scale, 32);
});

test('the picture stays in sight', () => {
  assert.deepEqual(moved(fitted, { x: 50, y: 50 }, stage), { scale: 1, x: 0, y: 0 });
  assert.deepEqual(moved({ scale: 2, x: 0, y: 0 }, { x: 9999, y: -9999 }, stage), {
    scale: 2,
    x: 400,
    y: -200,
  });
});

test('two fingers have a distance and a middle', () => {
  assert.deepEqual(pinchOf({ x: 0, y: 0 }, { x: 6, y: 8 }), { distance: 10, x: 3, y: 4 });
});
