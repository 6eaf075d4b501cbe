// `npm run quickstart -- --once`: the demo animation, rendered by real Blender on a farm that this
// command alone has started.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPictureIsWhole } from './support/images.ts';
import { freePort, killAllPrograms, startProgram } from './support/program.ts';

describe('npm run quickstart -- --once', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-quickstart-'));
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  test('renders every frame of the demo, whole and not blank, and says where', async () => {
    // Rough ones: how they look is nothing to this test.
    const args = [
      '--once',
      '--yes',
      '--frame-ms',
      '200',
      '--directory',
      folder,
      '--port',
      String(await freePort()),
    ];
    const program = startProgram('npm', ['run', 'quickstart', '--', ...args]);
    const { code } = await program.ended;
    assert.equal(code, 0, program.output());

    const framesFolder = /(?:^|\s)(\/\S*output)\s*$/m.exec(program.output())?.[1];
    assert.ok(framesFolder, `no folder of frames in:\n${program.output()}`);
    const frames = (await readdir(framesFolder)).filter((name) => name.endsWith('.png'));
    assert.ok(frames.length >= 24, `${frames.length} frames`);
    for (const frame of frames) await assertPictureIsWhole(join(framesFolder, frame));
  });
});
