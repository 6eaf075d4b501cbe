import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { findExecutable } from '../executables/find-executable.ts';
import { fractionsOf, summaryOf } from '../parsers/recorded-output.ts';
import { enginePresets } from './engine-presets.ts';
import { expandPreset, runRenderer } from './expand-preset.ts';

let ffmpeg: string;
let folder: string;
before(async () => {
  const found = await findExecutable('ffmpeg');
  assert.ok(found, 'ffmpeg is missing: install it, for example with `apt install ffmpeg`');
  ffmpeg = found;
  folder = await mkdtemp(join(tmpdir(), 'renderonline-ffmpeg-'));
});
after(() => rm(folder, { recursive: true }));

function argumentsFor(file: string, values: Readonly<Record<string, string>>): string[] {
  const files = { '@uploaded_file': join(folder, file), '@output_directory': folder };
  return expandPreset(enginePresets.ffmpeg, { ...files, video_extension: '.mkv', ...values }).slice(1);
}

it('the ffmpeg preset converts a video', async () => {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x36:rate=24:duration=1', '-pix_fmt', 'yuv420p'];
  const made = await runRenderer(ffmpeg, ['-y', ...source, join(folder, 'in.mp4')]);
  assert.equal(made.exitCode, 0, made.output);
  const run = await runRenderer(ffmpeg, argumentsFor('in.mp4', { frame_size: '32x18', video_quality: '30' }));
  assert.equal(run.exitCode, 0, run.output);
  assert.deepEqual(await readdir(folder), ['in.mp4', 'output.mkv']);
  assert.deepEqual(summaryOf(run.events), [`written - ${join(folder, 'output.mkv')}`]);
  assert.equal(fractionsOf(run.events, null).at(-1), 1);
  assert.match(run.output, /32x18/);
});

it('the ffmpeg preset does not read a playlist that calls itself a video', async () => {
  await writeFile(join(folder, 'playlist.mp4'), '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/segment.ts\n');
  const run = await runRenderer(ffmpeg, argumentsFor('playlist.mp4', {}));
  assert.notEqual(run.exitCode, 0);
  assert.doesNotMatch(run.output, /http:|Connection/);
});
