import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FrameRange } from '@renderonline/domain';
import { filesOfFrame, shareFiles, type LeaseFiles } from './frames-of-files.ts';

function leaseWith(
  frames: FrameRange,
  names: readonly string[],
  told: Record<string, number> = {},
): LeaseFiles {
  return {
    frames,
    files: names.map((name) => ({ name, path: `/out/${name}`, size: 1 })),
    told: new Map(Object.entries(told).map(([name, frame]) => [`/out/${name}`, frame])),
  };
}

/** Which files a frame has, as its number and their names. */
type Shares = Readonly<Record<number, readonly string[]>>;

const cases: readonly {
  readonly what: string;
  readonly frames: FrameRange;
  readonly names: readonly string[];
  readonly told?: Record<string, number>;
  readonly saidDone?: readonly number[];
  readonly shares: Shares;
}[] = [
  {
    what: 'by the number in the name',
    frames: { first: 1, last: 3 },
    names: ['frame_0001.png', 'frame_0003.png', 'passes/depth_0001.exr'],
    shares: { 1: ['frame_0001.png', 'passes/depth_0001.exr'], 3: ['frame_0003.png'] },
  },
  {
    what: 'by the number of the most digits, of several',
    frames: { first: 1, last: 30 },
    names: ['shot2_0017.png', '0003_L1.exr', 'v5.png'],
    shares: { 3: ['0003_L1.exr'], 5: ['v5.png'], 17: ['shot2_0017.png'] },
  },
  {
    what: 'with a sign, where such frames are asked for',
    frames: { first: -2, last: 2 },
    names: ['frame_-001.png', 'frame-002.png', 'frame_0000.png'],
    shares: { [-2]: ['frame-002.png'], [-1]: ['frame_-001.png'], 0: ['frame_0000.png'] },
  },
  {
    what: 'as the renderer said',
    frames: { first: 1, last: 2 },
    names: ['a1.png', 'b.png'],
    told: { 'a1.png': 2, 'b.png': 1 },
    shares: { 1: ['b.png'], 2: ['a1.png'] },
  },
  {
    what: 'all of them, when there is one frame',
    frames: { first: 4, last: 4 },
    names: ['a.txt', 'frame_0009.png'],
    shares: { 4: ['a.txt', 'frame_0009.png'] },
  },
  { what: 'none, when nothing was written', frames: { first: 1, last: 2 }, names: [], shares: {} },
  {
    what: 'what belongs to no frame goes with the last that is done',
    frames: { first: 1, last: 3 },
    names: ['img_1.png', 'img_2.png', 'log.txt'],
    shares: { 1: ['img_1.png'], 2: ['img_2.png', 'log.txt'] },
  },
  {
    what: 'a movie: its frames were reported, and have no files of their own',
    frames: { first: 1, last: 3 },
    names: ['movie.avi'],
    saidDone: [1, 2, 3],
    shares: { 1: [], 2: [], 3: ['movie.avi'] },
  },
  {
    what: 'a work whose renderer says nothing of frames',
    frames: { first: 1, last: 2 },
    names: ['result.dat'],
    shares: { 1: [], 2: ['result.dat'] },
  },
];

describe('the files of a lease are shared among its frames', () => {
  for (const { what, frames, names, told, saidDone = [], shares } of cases) {
    it(what, () => {
      const wanted = Array.from(
        { length: frames.last - frames.first + 1 },
        (_, index) => frames.first + index,
      );
      const shared = shareFiles(wanted, leaseWith(frames, names, told), new Set(saidDone));
      const found = Object.fromEntries(
        [...shared].map(([frame, files]) => [frame, files.map(({ name }) => name)]),
      );
      assert.deepEqual(found, shares);
    });
  }

  it('without those of frames that were taken back', () => {
    const lease = leaseWith({ first: 1, last: 10 }, ['f_01.png', 'f_02.png', 'f_03.png']);
    const shared = shareFiles([1, 2], lease, new Set([1, 2]));
    assert.deepEqual(
      [...shared.values()].flat().map(({ name }) => name),
      ['f_01.png', 'f_02.png'],
    );
    assert.deepEqual(
      filesOfFrame(3, lease).map(({ name }) => name),
      ['f_03.png'],
    );
  });
});
