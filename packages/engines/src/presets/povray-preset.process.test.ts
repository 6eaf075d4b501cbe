import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { findExecutable } from '../executables/find-executable.ts';
import { summaryOf } from '../parsers/recorded-output.ts';
import { enginePresets } from './engine-presets.ts';
import { expandPreset, runRenderer } from './expand-preset.ts';

const scene = `
#version 3.7;
global_settings { assumed_gamma 1 }
camera { location <0, 0, -4> look_at 0 }
light_source { <3, 5, -5> rgb 1 }
sphere { <clock, 0, 0>, 1 pigment { rgb <1, 0.3, 0.1> } }
`;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderonline-povray-'));
  await writeFile(join(folder, 'scene.pov'), scene);
});
after(() => rm(folder, { recursive: true }));

async function render(output: string, values: Readonly<Record<string, string>>) {
  const povray = await findExecutable('povray');
  assert.ok(povray, 'POV-Ray is missing: install it, for example with `apt install povray`');
  const directory = join(folder, output);
  await mkdir(directory);
  const args = expandPreset(enginePresets.povray, {
    '@uploaded_file': join(folder, 'scene.pov'),
    '@output_directory': directory,
    ...{ width: '64', height: '36', ...values },
  });
  const run = await runRenderer(povray, args.slice(1));
  assert.equal(run.exitCode, 0, run.output);
  const files = (await readdir(directory)).filter((name) => name.endsWith('.png')).sort();
  return { summary: summaryOf(run.events), files, directory };
}

it('the POV-Ray preset renders a frame as the same picture in whatever range', async () => {
  const three = await render('three', { start_frame: '8', end_frame: '10', last_frame: '10' });
  const two = await render('two', { start_frame: '9', end_frame: '10', last_frame: '10', quality: '9' });
  assert.equal(three.files.length, 3);
  assert.deepEqual(two.files, ['frame_09.png', 'frame_10.png']);
  assert.deepEqual(
    two.summary.filter((line) => line.startsWith('done')),
    ['done 9', 'done 10'],
  );
  const pixelsOf = async (directory: string, name: string) =>
    imageData(await readFile(join(directory, name))).toString('base64');
  // Frame 9 is the second of the one and the first of the other.
  assert.equal(
    await pixelsOf(two.directory, 'frame_09.png'),
    await pixelsOf(three.directory, 'frame_09.png'),
  );
  assert.notEqual(
    await pixelsOf(three.directory, 'frame_09.png'),
    await pixelsOf(three.directory, 'frame_08.png'),
  );
});

it('the POV-Ray preset renders a still picture as frame 1 of 1', async () => {
  const still = await render('still', { start_frame: '1', end_frame: '1', last_frame: '1' });
  assert.deepEqual(still.files, ['frame_1.png']);
  assert.ok(still.summary.includes('done 1'));
});

/** The first IDAT chunk: POV-Ray writes the time of rendering into another. */
function imageData(png: Buffer): Buffer {
  const start = png.indexOf('IDAT');
  assert.ok(start > 0);
  return png.subarray(start, start + 4 + png.readUInt32BE(start - 4));
}
