import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findProject } from './project-files.ts';

describe('the files of a project', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'renderonline-files-')));
    const names = [
      ...[
        'film/shots/shot.blend',
        'film/shots/shot.blend1',
        'film/shots/cache/1.vdb',
        'film/textures/a b/wood.png',
      ],
      ...[
        'film/textures/.git/config',
        'film/textures/Thumbs.db',
        'library/chair.blend',
        'two/a.blend',
        'two/b.blend',
      ],
      ...['one/scene.blend', 'one/assets/other.blend', 'film/plan.txt', 'film.zip'],
    ];
    for (const name of names) {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), name);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const find = (path: string, include: string[] = [], main?: string) =>
    findProject({
      path: at(path),
      include: include.map((one) => at(one)),
      main,
      extensions: ['.blend', '.pov'],
    });

  async function pathsOf(...order: Parameters<typeof find>): Promise<{ main: string; paths: string[] }> {
    const project = await find(...order);
    assert.ok(project.kind === 'files');
    return { main: project.main, paths: project.files.map(({ path }) => path).sort() };
  }

  it('is the one file, by its name alone', async () => {
    assert.deepEqual(await pathsOf('film/shots/shot.blend'), { main: 'shot.blend', paths: ['shot.blend'] });
  });

  it('starts at the folder of the main file, when all is in it', async () => {
    const found = await pathsOf('film/shots/shot.blend', ['film/shots/cache']);
    assert.deepEqual(found, { main: 'shot.blend', paths: ['cache/1.vdb', 'shot.blend'] });
  });

  it('starts higher up when something lies elsewhere, so that //../ leads to it still', async () => {
    const main = 'film/shots/shot.blend';
    assert.deepEqual(await pathsOf(main, ['film/textures']), {
      main: 'shots/shot.blend',
      paths: ['shots/shot.blend', 'textures/a b/wood.png'],
    });
    assert.deepEqual(await pathsOf(main, ['library/chair.blend', 'film/shots']), {
      main,
      paths: ['film/shots/cache/1.vdb', main, 'library/chair.blend'],
    });
  });

  it('is a folder, whose main file is the only one that an engine opens, nearest to the top', async () => {
    assert.deepEqual(await pathsOf('film'), {
      main: 'shots/shot.blend',
      paths: ['plan.txt', 'shots/cache/1.vdb', 'shots/shot.blend', 'textures/a b/wood.png'],
    });
    assert.equal((await pathsOf('one')).main, 'scene.blend');
    assert.equal((await pathsOf('two', [], 'b.blend')).main, 'b.blend');
    assert.equal((await pathsOf('two', ['library'], 'b.blend')).main, 'two/b.blend');
    await assert.rejects(find('two'), { code: 'main-file-ambiguous', message: /a\.blend.*b\.blend/ });
    await assert.rejects(find('film/textures'), { code: 'main-file-missing' });
    await assert.rejects(find('two', [], 'c.blend'), { code: 'main-file-missing', message: /no c\.blend/ });
  });

  it('is a .zip as it is', async () => {
    const project = { kind: 'archive', filePath: at('film.zip'), main: 'shots/shot.blend' };
    assert.deepEqual(await find('film.zip', [], 'shots/shot.blend'), project);
    await assert.rejects(find('film.zip', ['library']), { code: 'include-with-archive' });
  });

  it('has what links lead to, but nothing without end', { skip: process.platform === 'win32' }, async () => {
    await mkdir(at('linked'));
    await writeFile(at('linked', 'scene.blend'), '');
    await symlink(at('library'), at('linked', 'library'));
    await symlink(at('linked'), at('linked', 'self'));
    await symlink(at('nowhere'), at('linked', 'dangling'));
    assert.deepEqual((await pathsOf('linked')).paths, ['library/chair.blend', 'scene.blend']);
  });

  it('refuses what is not there, and names that not every machine can have', async () => {
    await assert.rejects(find('absent.blend'), { code: 'file-not-found', exitCode: 4 });
    await assert.rejects(find('one', ['absent']), { code: 'file-not-found' });
    await assert.rejects(find('film/shots/shot.blend', [], 'x.blend'), { code: 'main-of-file' });
    await mkdir(at('odd'));
    await writeFile(at('odd', 'scene.blend'), '');
    await writeFile(at('odd', 'aux.png'), '');
    await assert.rejects(find('odd'), { code: 'project-path-invalid', message: /aux\.png/ });
  });
});
