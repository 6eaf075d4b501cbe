import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findExecutable } from '../executables/find-executable.ts';
import { summaryOf } from '../parsers/recorded-output.ts';
import { enginePresets } from './engine-presets.ts';
import { expandPreset, runRenderer } from './expand-preset.ts';

/** Two scenes with a camera and a sphere each; the first one asks for denoising, and for no overwriting. */
const makeScene = `
import bpy, sys
path = sys.argv[sys.argv.index('--') + 1]
first = bpy.context.scene
first.name = 'Main shot'
first.render.engine = 'CYCLES'
first.cycles.samples = 2
first.cycles.use_denoising = True
first.render.use_overwrite = False
second = first.copy()
second.name = 'Second shot'
second.use_fake_user = True
for scene in (first, second):
    scene.render.resolution_x, scene.render.resolution_y = 64, 36
    scene.render.resolution_percentage = 100
camera = first.camera.copy()
camera.name = 'Cam = 2'
for scene in (first, second):
    scene.collection.objects.link(camera)
bpy.ops.wm.save_as_mainfile(filepath=path)
`;

const preset = enginePresets.blender;
const oneFrame = { start_frame: '1', end_frame: '1' };

describe('the Blender preset, with the Blender that is installed', () => {
  let blender: string;
  let folder: string;
  let scene: string;

  before(async () => {
    const found = await findExecutable('blender');
    assert.ok(found, 'Blender is missing: install it, for example with `apt install blender`');
    blender = found;
    folder = await mkdtemp(join(tmpdir(), 'renderonline-blender-'));
    scene = join(folder, 'a scene.blend');
    const made = await runRenderer(blender, [
      ...['-b', '--factory-startup', '--python-exit-code', '1', '--python-expr', makeScene, '--', scene],
    ]);
    assert.equal(made.exitCode, 0, made.output);
  });
  after(() => rm(folder, { recursive: true }));

  async function render(values: Readonly<Record<string, string>>, output: string) {
    const args = expandPreset(preset, {
      '@uploaded_file': scene,
      '@output_directory': join(folder, output),
      ...values,
    });
    assert.equal(args[0], 'blender');
    const run = await runRenderer(blender, args.slice(1));
    const files = await readdir(join(folder, output)).catch(() => []);
    return { ...run, summary: summaryOf(run.events), files: files.sort() };
  }

  it('renders frames with every argument given', async () => {
    const { exitCode, files, summary, output } = await render(
      {
        start_frame: '2',
        end_frame: '3',
        output_format: '.jpg',
        samples: '3',
        resolution_percentage: '50',
        scene: 'Second shot',
        camera: 'Cam = 2',
        view_layer: 'ViewLayer',
        denoise: 'auto',
      },
      'every argument',
    );
    assert.equal(exitCode, 0, output);
    assert.deepEqual(files, ['frame_0002.jpg', 'frame_0003.jpg']);
    const [first, second] = files.map((name) => join(folder, 'every argument', name));
    assert.deepEqual(summary, [
      ...['start 2', `written 2 ${first}`, 'done 2', 'start 3', `written 3 ${second}`, 'done 3'],
    ]);
    assert.match(output, /Second shot.*Sample 3\/3/);
  });

  it('renders with the two frames alone', async () => {
    const { exitCode, files, output } = await render({ ...oneFrame, denoise: 'off' }, 'plain');
    assert.equal(exitCode, 0, output);
    assert.deepEqual(files, ['frame_0001.png']);
    const png = await readFile(join(folder, 'plain', 'frame_0001.png'));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [64, 36]);
    const again = await render({ ...oneFrame, output_format: 'PNG', denoise: 'OFF' }, 'plain');
    assert.ok(again.summary.includes('done 1'), 'an existing file is rendered again');
  });

  it('says at once that this Blender cannot denoise, and what to do; without when it is told to', async () => {
    const strict = await render(oneFrame, 'denoised');
    // Builds that can denoise render the frame.
    if (strict.exitCode !== 0) {
      assert.match(
        strict.summary.join(),
        /^error The scene asks for denoising \(Main shot\), .* denoise=off/,
      );
      assert.deepEqual(strict.files, []);
    }
    const lenient = await render({ ...oneFrame, denoise: 'auto' }, 'denoised');
    assert.equal(lenient.exitCode, 0, lenient.output);
    assert.deepEqual(lenient.files, ['frame_0001.png']);
    assert.equal(/Warning: Denoising is off/.test(lenient.output), strict.exitCode !== 0);
  });

  it('fails and says why when the scene or camera is not there, whatever its name holds', async () => {
    const noScene = await render({ ...oneFrame, scene: `X" or 'Y` }, 'none');
    assert.equal(noScene.exitCode, 1);
    assert.deepEqual(noScene.summary, [
      `error The scene file has no scene named X" or 'Y. It has: Main shot, Second shot`,
    ]);
    const noCamera = await render({ ...oneFrame, camera: 'Cam=2' }, 'none');
    assert.equal(noCamera.exitCode, 1);
    assert.deepEqual(noCamera.summary, [
      'error The scene file has no camera named Cam=2. It has: Cam = 2, Camera',
    ]);
  });
});
