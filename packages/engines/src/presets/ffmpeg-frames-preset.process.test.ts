import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findExecutable } from '../executables/find-executable.ts';
import { checkArgumentValue } from '@renderonline/domain';
import { enginePresets } from './engine-presets.ts';
import { expandPreset, runRenderer } from './expand-preset.ts';
import { videoArguments } from './video-arguments.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/images-blender-3.4');

describe('the ffmpeg-frames preset', () => {
  let ffmpeg: string;
  let folder: string;
  before(async () => {
    const found = await findExecutable('ffmpeg');
    assert.ok(found, 'ffmpeg is missing: install it, for example with `apt install ffmpeg`');
    ffmpeg = found;
    folder = await mkdtemp(join(tmpdir(), 'renderonline frames '));
  });
  after(() => rm(folder, { recursive: true }));

  function argumentsFor(
    input: string,
    extension: string,
    values: Readonly<Record<string, string>>,
  ): string[] {
    const paths = { '@input_directory': input, '@input_extension': extension, '@output_directory': input };
    const usual = { frame_rate: '10', video_quality: '10', video_extension: '.mp4', video_codec: 'libx264' };
    return expandPreset(enginePresets['ffmpeg-frames'], { ...paths, ...usual, ...values }).slice(1);
  }

  async function run(args: readonly string[]): Promise<string> {
    const { exitCode, output } = await runRenderer(ffmpeg, args);
    assert.equal(exitCode, 0, output);
    return output;
  }

  /** The average colour of an image, or of the first picture of a video. */
  async function colourOf(path: string): Promise<number[]> {
    const raw = join(folder, 'colour.rgb');
    const first = ['-y', '-v', 'error', '-i', path, '-frames:v', '1', '-vf', 'scale=1:1:flags=area'];
    await run([...first, '-f', 'rawvideo', '-pix_fmt', 'rgb24', raw]);
    return [...(await readFile(raw))];
  }

  for (const [name, extension] of [
    ['rgb.jpg', '.jpg'],
    ['lzw.tif', '.tif'],
    ['zip.exr', '.exr'],
    ['grey-16.png', '.png'],
  ] as const) {
    it(`makes a video of ${extension} files that looks like them`, async () => {
      const input = join(folder, extension.slice(1));
      await mkdir(input);
      for (const number of [1, 2, 3])
        await copyFile(join(fixtures, name), join(input, `00000${number}${extension}`));
      const output = await run(argumentsFor(input, extension, {}));
      assert.match(output, /frame=\s*3/);
      const like = extension === '.exr' ? join(fixtures, 'rgb.jpg') : join(fixtures, name);
      // Blender wrote the other formats through its view transform, EXR without.
      const tolerance = extension === '.exr' ? 12 : 6;
      const [found, wanted] = [await colourOf(join(input, 'video.mp4')), await colourOf(like)];
      for (const [index, value] of wanted.entries()) {
        assert.ok(
          Math.abs(value - (found[index] ?? -99)) <= tolerance,
          `${String(found)} is not like ${String(wanted)}`,
        );
      }
    });
  }

  it('rounds odd sizes up, for H.264 and VP9', async () => {
    const input = join(folder, 'odd');
    await mkdir(input);
    await run([
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=33x19:rate=10:duration=0.3',
      join(input, '%06d.png'),
    ]);
    const webm = { video_extension: '.webm', video_codec: 'libvpx-vp9' };
    for (const [values, name] of [
      [{}, 'video.mp4'],
      [webm, 'video.webm'],
    ] as const) {
      await run(argumentsFor(input, '.png', values));
      const { output } = await runRenderer(ffmpeg, ['-i', join(input, name)]);
      assert.match(output, /34x20/);
      assert.match(output, /10 fps/);
      assert.match(output, name === 'video.mp4' ? /h264/ : /vp9/);
    }
  });

  it('takes no argument that could be anything else', () => {
    const typeOf = (id: string) =>
      videoArguments.find(({ argtypeId }) => argtypeId === id) ?? assert.fail(id);
    for (const [id, value] of [
      ['frame_rate', '0'],
      ['frame_rate', '24,format=rgb24'],
      ['video_extension', '.sh'],
      ['video_codec', '-f'],
      ['video_quality', '-1'],
    ] as const) {
      assert.throws(() => {
        checkArgumentValue(typeOf(id), value);
      });
    }
  });
});
