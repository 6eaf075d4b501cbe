import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsInSight, indexAfterKey, indexAt, layOut, placeOf } from './strip-layout.ts';

const wide = layOut({ count: 100, width: 1000, cellWidth: 97, aspect: 2 });

test('rows are as full as they can be', () => {
  assert.deepEqual([wide.columns, wide.rows, wide.cellWidth, wide.cellHeight], [10, 10, 97.3, 48.65]);
  assert.deepEqual(layOut({ count: 3, width: 1000, cellWidth: 97, aspect: 2 }).cellWidth, 97);
  assert.deepEqual(layOut({ count: 9, width: 10, cellWidth: 97, aspect: 2 }).columns, 1);
  assert.equal(layOut({ count: 0, width: 10, cellWidth: 97, aspect: 2 }).height, 0);
  assert.equal(
    layOut({ count: 9, width: 300, cellWidth: 12, aspect: 2 }).cellHeight,
    12,
    'patches are square',
  );
});

test('every cell is found where it is, and nothing between cells', () => {
  for (const index of [0, 9, 10, 57, 99]) {
    const { x, y } = placeOf(wide, index);
    assert.equal(indexAt(wide, x + 1, y + 1), index);
    assert.equal(indexAt(wide, x + wide.cellWidth - 1, y + wide.cellHeight - 1), index);
    assert.equal(indexAt(wide, x + wide.cellWidth + 1, y + 1), undefined);
  }
  assert.equal(indexAt(wide, -1, 5), undefined);
  assert.equal(indexAt(layOut({ count: 5, width: 1000, cellWidth: 97, aspect: 2 }), 700, 5), undefined);
});

test('what is in sight is drawn, and no more', () => {
  assert.deepEqual(cellsInSight(wide, 0, 40), { first: 0, last: 9 });
  assert.deepEqual(cellsInSight(wide, 60, 60), { first: 10, last: 29 });
  assert.deepEqual(cellsInSight(wide, 9999, 60).last, 99);
  const none = cellsInSight(layOut({ count: 0, width: 10, cellWidth: 9, aspect: 1 }), 0, 100);
  assert.ok(none.last < none.first);
});

test('keys move by cells, rows and screens, and not beyond the ends', () => {
  const after = (index: number, key: string) => indexAfterKey(wide, index, key, 3);
  assert.deepEqual([after(0, 'ArrowLeft'), after(5, 'ArrowRight'), after(5, 'ArrowDown')], [0, 6, 15]);
  assert.deepEqual([after(5, 'PageDown'), after(95, 'ArrowDown'), after(50, 'Home')], [35, 99, 0]);
  assert.equal(after(5, 'a'), undefined);
});
