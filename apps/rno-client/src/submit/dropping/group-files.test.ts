import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJunk } from './given-file.ts';
import { groupFiles } from './group-files.ts';

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a folder is a task', ['shot/a.blend', 'shot/t/w.png'], ['files shot: a.blend t/w.png']],
  ['two folders are two', ['a/x.blend', 'b/y.blend'], ['files a: x.blend', 'files b: y.blend']],
  ['scenes are a task each', ['a.blend', 'b.BLEND'], ['files a.blend: a.blend', 'files b.BLEND: b.BLEND']],
  ['what lies beside a scene belongs to it', ['w.png', 'a.blend'], ['files a.blend: w.png a.blend']],
  ['a .zip is a task', ['s.zip', 'a.blend'], ['archive s.zip: s.zip', 'files a.blend: a.blend']],
  ['files that nothing opens are one', ['a.txt', 'b.txt'], ['files a.txt: a.txt b.txt']],
  ['nothing is nothing', [], []],
];

for (const [name, paths, groups] of cases) {
  test(name, () => {
    const given = paths.map((path) => ({ path, blob: new Blob() }));
    const found = groupFiles(given, ['.blend']).map(
      (source) => `${source.kind} ${source.name}: ${source.files.map(({ path }) => path).join(' ')}`,
    );
    assert.deepEqual(found, groups);
  });
}

test('what file managers leave behind is left out', () => {
  const names = ['.DS_Store', 'Thumbs.db', '._scene.blend', '__MACOSX', '.git', 'scene.blend', '.hidden'];
  assert.deepEqual(names.filter(isJunk), names.slice(0, 5));
});
