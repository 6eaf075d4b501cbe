import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findExecutable } from '../executables/find-executable.ts';
import { imageFault } from '../images/image-fault.ts';
import { enginePresets } from './engine-presets.ts';
import { expandPreset, runRenderer } from './expand-preset.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/images-blender-3.4');

test('the ffmpeg-images preset writes some of the frames in another format, under their numbers', async (context) => {
  const ffmpeg = await findExecutable('ffmpeg');
  assert.ok(ffmpeg, 'ffmpeg is missing: install it, for example with `apt install ffmpeg`');
  const folder = await mkdtemp(join(tmpdir(), 'renderonline images '));
  context.after(() => rm(folder, { recursive: true }));
  for (const number of [1, 2, 3, 4]) {
    await copyFile(join(fixtures, 'zip.exr'), join(folder, `00000${number}.exr`));
  }
  for (const extension of ['.png', '.jpg', '.tif']) {
    const output = join(folder, extension);
    await mkdir(output);
    const paths = { '@input_directory': folder, '@input_extension': '.exr', '@output_directory': output };
    const frames = { first_frame: '101', start_frame: '102', end_frame: '103', image_extension: extension };
    const [, ...args] = expandPreset(enginePresets['ffmpeg-images'], { ...paths, ...frames });
    const { exitCode, output: said } = await runRenderer(ffmpeg, args);
    assert.equal(exitCode, 0, said);
    const names = (await readdir(output)).sort();
    assert.deepEqual(names, [`frame_000102${extension}`, `frame_000103${extension}`]);
    for (const name of names) assert.equal((await imageFault(join(output, name))).fault, null);
  }
});
