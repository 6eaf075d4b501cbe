import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listArchive } from './list-archive.ts';

/** A ZIP without contents: its directory, and its end. */
function zipOf(names: readonly string[], { comment = '' } = {}): Blob {
  const entries = names.map((name) => {
    const text = Buffer.from(name);
    const entry = Buffer.alloc(46 + text.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(text.length, 28);
    text.copy(entry, 46);
    return entry;
  });
  const directory = Buffer.concat([Buffer.from('what was before'), ...entries]);
  const end = Buffer.alloc(22 + comment.length);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(directory.length - 15, 12);
  end.writeUInt32LE(15, 16);
  end.write(comment, 22);
  return new Blob([new Uint8Array(directory), new Uint8Array(end)]);
}

test('the files of an archive are read from its directory', async () => {
  const names = ['shot/', 'shot/scène.blend', 'shot\\tex\\wood.png'];
  assert.deepEqual(await listArchive(zipOf(names)), ['shot/scène.blend', 'shot/tex/wood.png']);
  assert.deepEqual(await listArchive(zipOf(['a.blend'], { comment: 'made by hand' })), ['a.blend']);
});

test('of what is no archive nothing is said', async () => {
  assert.equal(await listArchive(new Blob([])), undefined);
  assert.equal(await listArchive(new Blob(['x'.repeat(100_000)])), undefined);
  const cut = zipOf(['a.blend', 'b.blend']);
  assert.equal(await listArchive(cut.slice(30)), undefined);
});
