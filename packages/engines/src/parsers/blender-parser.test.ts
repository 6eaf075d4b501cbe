import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBlenderParser } from './blender-parser.ts';
import { eventsOf, fractionsOf, recordedOutput, summaryOf } from './recorded-output.ts';

const wholeOutput = [Number.POSITIVE_INFINITY];

function framesAt(prefix: string, frames: readonly number[]): string[] {
  return frames.flatMap((frame) => [
    `start ${frame}`,
    `written ${frame} ${prefix}${String(frame).padStart(4, '0')}.png`,
    `done ${frame}`,
  ]);
}

const recordings: readonly (readonly [name: string, expected: readonly string[]])[] = [
  ['cycles', framesAt('/srv/farm/out/CYCLES_', [1, 2, 3])],
  ['eevee', framesAt('/srv/farm/out/BLENDER_EEVEE_', [1, 2, 3])],
  ['workbench', framesAt('/srv/farm/out/BLENDER_WORKBENCH_', [1, 2, 3])],
  ['movie', ['start 1', 'done 1', 'start 2', 'done 2', 'start 3', 'done 3']],
  ['missing-file', ["error Cannot read file '/srv/farm/none.blend': No such file or directory"]],
  ['not-a-scene', ["error File format is not supported in file '/srv/farm/bad.blend'"]],
  ['no-camera', ['error Cannot render, no camera']],
  ['no-denoiser', ['start 1', 'error Build without OpenImageDenoiser']],
  [
    'python-error',
    [
      'error ValueError: no scene called X',
      'error script failed, expr: \'raise ValueError("no scene called X")\', exiting.',
    ],
  ],
  [
    'unknown-format',
    [
      "error Format from '-F / --render-format' not known or not compiled in this release.",
      'start 1',
      'written 1 /srv/farm/out/f_0001.png',
      'done 1',
    ],
  ],
  // Blender prints the frame's time although it could not write the file: the frame is not done.
  ['cannot-save', ["error Render error (No such file or directory) cannot save: '/proc/nope/f_0001.png'"]],
];

describe('the Blender parser', () => {
  for (const [name, expected] of recordings) {
    it(`reads Blender 3.4's ${name}`, () => {
      const events = eventsOf(createBlenderParser(), recordedOutput(`blender-3.4/${name}`), wholeOutput);
      assert.deepEqual(summaryOf(events), expected);
    });

    it(`reads ${name} the same in whatever pieces it comes`, () => {
      const text = recordedOutput(`blender-3.4/${name}`);
      const expectedEvents = eventsOf(createBlenderParser(), text, wholeOutput);
      for (const sizes of [[1], [2, 3, 5, 7, 11], [64, 1, 1], [4096]]) {
        assert.deepEqual(eventsOf(createBlenderParser(), text, sizes), expectedEvents);
      }
    });
  }

  it('knows the frames of Blender 5.0, which tells of nothing but their files', () => {
    const events = eventsOf(createBlenderParser(), recordedOutput('blender-5.0/cycles'), wholeOutput);
    const frames = framesAt('/tmp/frames/frame_', [1, 2]);
    const expected = frames.filter((event) => !event.startsWith('done'));
    assert.deepEqual(summaryOf(events), expected);
  });

  it('tells how far a frame is, from the samples of Cycles and Eevee', () => {
    const cycles = eventsOf(createBlenderParser(), recordedOutput('blender-3.4/cycles'), wholeOutput);
    assert.deepEqual(fractionsOf(cycles, 2), [0, 0.25, 1]);
    const eevee = eventsOf(createBlenderParser(), recordedOutput('blender-3.4/eevee'), wholeOutput);
    assert.deepEqual(fractionsOf(eevee, 3), [0.25, 1]);
  });

  it('understands time stamps and categories before a line, and negative frames', () => {
    const text = [
      'Fra: -5 | Mem: 9M | Sample 1/2',
      "00:01.234  render           | Saved: '/out/frame_-0005.png'",
      '00:01.250  render           | Time: 00:00.42 (Saving: 00:00.26)',
    ].join('\n');
    assert.deepEqual(summaryOf(eventsOf(createBlenderParser(), text, wholeOutput)), [
      'start -5',
      'written -5 /out/frame_-0005.png',
      'done -5',
    ]);
  });

  it('tells how long each frame took, as Blender says it', () => {
    const text = ['00:01.42', '12:00.05', '01:00:02.50', '..']
      .map((time, frame) => `Fra:${frame} Mem:1M\n Time: ${time} (Saving: 00:00.14)\n`)
      .join('');
    const times = createBlenderParser()
      .push(text)
      .flatMap((event) => (event.kind === 'frame-done' ? [event.renderMs] : []));
    assert.deepEqual(times, [1420, 720_050, 3_602_500, undefined]);
  });

  it('goes on reading after a Python error whose name does not say that it is one', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/addons/lights.py", line 3, in before_frame',
      'StopIteration',
      'Fra:4 Mem:1M | Sample 1/2',
      "Saved: '/out/frame_0004.png'",
      ' Time: 00:00.42 (Saving: 00:00.26)',
    ].join('\n');
    assert.deepEqual(summaryOf(eventsOf(createBlenderParser(), text, wholeOutput)), [
      'start 4',
      'written 4 /out/frame_0004.png',
      'done 4',
    ]);
  });

  it('adds tiles and samples up', () => {
    const text =
      'Fra:1 Mem:1M | Rendered 1/4 Tiles, Sample 8/16\nFra:1 Mem:1M | Rendered 2/4 Tiles, Sample 16/16\n';
    assert.deepEqual(fractionsOf(eventsOf(createBlenderParser(), text, wholeOutput), 1), [0.375, 0.5]);
  });

  it('takes no more memory for a line than it may have', () => {
    const parser = createBlenderParser();
    for (let block = 0; block < 200; block++) assert.deepEqual(parser.push('x'.repeat(65_536)), []);
    assert.deepEqual(summaryOf(parser.push('\nFra:7 Mem:1M | x\n')), ['start 7']);
  });
});
