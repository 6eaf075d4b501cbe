import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { stepFiles, stepManifest } from './frame-files.ts';

const files = (...names: [number, string][]) =>
  names.map(([frame, name]) => ({ frame, name, size: 1, sha256: `${frame}` }));
const taken = (...names: [number, string][]) =>
  stepFiles(files(...names)).map(({ path, name }) => `${path} ${name}`);

describe('the files that a step takes', () => {
  it('are numbered from 1 in the order of their frames, without gaps', () => {
    assert.deepEqual(taken([30, '0030.PNG'], [2, '0002.PNG'], [-5, '-005.PNG']), [
      '000001.png -005.PNG',
      '000002.png 0002.PNG',
      '000003.png 0030.PNG',
    ]);
  });

  it('are of the pictures that most frames have, not of passes, views and notes beside them', () => {
    assert.deepEqual(
      taken(
        [1, 'depth/Depth0001.exr'],
        [1, 'shot_0001.png'],
        [1, 'shot_0001.txt'],
        [2, 'a_0002.jpg'],
        [2, 'depth/Depth0002.exr'],
        [2, 'shot_0002.png'],
        [2, 'shot_0002.txt'],
      ),
      ['000001.png shot_0001.png', '000002.png shot_0002.png'],
    );
    assert.deepEqual(taken([1, '0001_R.png'], [1, '0001_L.png'], [1, 'thumbs/0001_L.png']), [
      '000001.png 0001_L.png',
    ]);
  });

  it('may be one file that is no picture', () => {
    assert.deepEqual(taken([1, 'output.mkv']), ['000001.mkv output.mkv']);
    assert.deepEqual(taken([1, 'x.p$ng']), ['000001 x.p$ng']);
  });

  it('make a project, of which the first is the main file', () => {
    assert.deepEqual(stepManifest(stepFiles(files([7, 'a7.png'], [8, 'a8.png']))), {
      mainPath: '000001.png',
      files: [
        { path: '000001.png', size: 1, sha256: '7' },
        { path: '000002.png', size: 1, sha256: '8' },
      ],
    });
    assert.equal(stepManifest([]), undefined);
  });
});
