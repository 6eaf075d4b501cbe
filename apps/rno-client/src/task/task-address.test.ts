import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveAddress, outputAddress } from '../farm/download-address.ts';
import { conversionOf, readFormat } from './head/conversion.ts';
import { countOfFrames } from './head/read-frames.ts';
import { readSection, readTaskId, withValue, writeSection } from './task-address.ts';

test('an address names a task by its number alone', () => {
  assert.equal(readTaskId('12'), 12);
  for (const text of ['', '0', '012', '1.5', '-1', 'twelve', '9'.repeat(16)]) {
    assert.equal(readTaskId(text), undefined);
  }
});

test('the part that is open is in the address, the overview by saying nothing', () => {
  assert.equal(readSection(new URLSearchParams('tab=files')), 'files');
  assert.equal(readSection(new URLSearchParams('tab=nothing-like-it')), 'overview');
  const files = writeSection(new URLSearchParams('tab=overview&frame=7&text=x'), 'files');
  assert.equal(files.toString(), 'frame=7&tab=files');
  assert.equal(writeSection(files, 'overview').toString(), 'frame=7');
  assert.equal(withValue(files, 'name', 'a b').toString(), 'frame=7&tab=files&name=a+b');
  assert.equal(withValue(files, 'tab', '').toString(), 'frame=7');
});

test('addresses of downloads take any name and any frames', () => {
  assert.equal(archiveAddress(7), '/renderapi/v2/tasks/7/archive');
  assert.equal(
    archiveAddress(7, { includeProject: true, frames: '1-3,5' }),
    '/renderapi/v2/tasks/7/archive?includeProject=true&frames=1-3%2C5',
  );
  assert.equal(
    outputAddress(7, 'shot 1/frame #1.png'),
    '/renderapi/v2/tasks/7/outputs/shot%201/frame%20%231.png',
  );
});

test('frames are counted while they are typed', () => {
  assert.deepEqual(['', '1-10, 15', '3-1', 'all'].map(countOfFrames), [0, 11, undefined, undefined]);
});

test('frames are converted under their numbers, range by range', () => {
  assert.equal(readFormat('nothing-like-it'), 'jpeg');
  assert.deepEqual(conversionOf(4, 'tiff', { first: 7, last: 9 }), {
    ...{ engineId: 4, frames: '7-9' },
    arguments: { start_frame: '7', end_frame: '9', first_frame: '7', image_extension: '.tif' },
  });
});
