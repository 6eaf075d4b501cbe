import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findExecutables } from '@renderonline/engines';
import { findEngines } from './find-engines.ts';
import { versionIn } from './probe-version.ts';
import { openVersionCache } from './version-cache.ts';

it('reads versions from what renderers say of themselves', () => {
  assert.equal(versionIn('blender', 'Blender 4.2.1 LTS\n\tbuild date: 2024-08-19\n'), '4.2.1');
  assert.equal(versionIn('blender', 'Color management: …\nBlender 3.4.1\n'), '3.4.1');
  const povray = 'povray: cannot open the user configuration file\nPOV-Ray 3.7.0.10.unofficial\n\nCopyright';
  assert.equal(versionIn('povray', povray), '3.7.0.10');
  assert.equal(versionIn('ffmpeg', 'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000'), '5.1.9');
  assert.equal(versionIn('ffmpeg', 'ffmpeg version n7.1 Copyright'), '7.1');
  assert.equal(versionIn('blender', 'Python 3.11'), null);
});

describe('the engines of a machine', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-engines-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** A program that says its version, and leaves a mark each time that it is asked. */
  async function program(place: string, name: string, says: string): Promise<string> {
    await mkdir(join(folder, place), { recursive: true });
    const path = join(folder, place, name);
    await writeFile(path, `#!/bin/sh\necho x >> "$0.asked"\necho "${says}"\n`, { mode: 0o755 });
    return path;
  }

  it('are those of the file, and those of the usual places, each version once', async () => {
    const old = await program('3.6', 'blender', 'Blender 3.6.5');
    const recent = await program('4.2', 'blender', 'Blender 4.2.1 LTS');
    await mkdir(join(folder, 'bin'));
    await symlink(recent, join(folder, 'bin', 'blender'));
    await program('copy', 'blender', 'Blender 3.6.5');
    await program('broken', 'blender', 'error while loading shared libraries');
    const encoder = await program('bin', 'ffmpeg', 'ffmpeg version 6.0');
    const own = await program('own', 'tool', 'Tool 1');
    const places = ['bin', '4.2', '3.6', 'copy', 'broken'].map((name) => join(folder, name));
    const search = async () => {
      const versions = await openVersionCache(folder);
      const engines = await findEngines({
        configured: [
          { engineId: 'Tool', executablePath: own, leadingArguments: [] },
          { engineId: 'BLENDER', executablePath: old, leadingArguments: [] },
          { engineId: 'absent', executablePath: join(folder, 'absent'), leadingArguments: ['-x'] },
        ],
        findsEngines: true,
        versions,
        find: (name) => findExecutables(name, { env: {}, folders: places, platform: 'linux' }),
      });
      await versions.save();
      return engines;
    };
    const engines = await search();
    assert.deepEqual(
      engines.map(({ name, version, executablePath, hasSessions }) => [
        name,
        version,
        executablePath,
        hasSessions,
      ]),
      [
        ['Tool', null, own, false],
        ['BLENDER', '3.6.5', old, true],
        ['absent', null, join(folder, 'absent'), false],
        ['blender', '4.2.1', join(folder, 'bin', 'blender'), true],
        ['ffmpeg', '6.0', encoder, false],
        ['ffmpeg-frames', '6.0', encoder, false],
        ['ffmpeg-images', '6.0', encoder, false],
      ],
    );
    assert.deepEqual(await search(), engines);
    assert.equal(await readFile(`${old}.asked`, 'utf8'), 'x\n', 'a program is asked once, not at each start');
    await program('3.6', 'blender', 'Blender 3.6.10');
    assert.equal((await search())[1]?.version, '3.6.10', 'unless it has changed');
  });

  it('are those of the file alone when nothing is to be looked for', async () => {
    const versions = await openVersionCache(folder);
    assert.deepEqual(await findEngines({ configured: [], findsEngines: false, versions }), []);
  });
});
