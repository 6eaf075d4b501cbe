// Our HPCServer obeys a RenderAPI of 1.x, with real Blender.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { RenderApi1x } from './look-alikes/render-api-1x.ts';
import { startNode } from './support/farm.ts';
import { assertPictureIsWhole } from './support/images.ts';
import { freePort, killAllPrograms } from './support/program.ts';
import { buildScene } from './support/scene.ts';

describe('HPCServer driven by RenderAPI 1.x', () => {
  let folder: string;
  let api: RenderApi1x;
  let scene: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline 1x node '));
    scene = join(folder, 'cube.blend');
    await buildScene(scene, 3);
    const port = await freePort();
    await startNode(folder, {
      Port: String(port),
      RenderingEngines: [{ EngineId: 'blender', ExecutablePath: '/usr/bin/blender' }],
    });
    api = new RenderApi1x(`http://127.0.0.1:${port}`);
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  test('shows its engines and no task at first', async () => {
    assert.deepEqual(await api.status(), { EngineIds: ['blender'], Task: null });
  });

  for (const [taskId, prefix] of [
    [7, 'blender '],
    [8, ''],
  ] as const) {
    test(`renders what it is told, with arguments that begin with "${prefix}-b"`, async () => {
      const output = join(folder, `out ${taskId}`, 'frame_##');
      const started = await api.start(
        'Blender',
        taskId,
        `${prefix}-b "${scene}" -o "${output}" -s 1 -e 2 -a`,
      );
      assert.deepEqual(started, {
        IsSuccess: true,
        Message: 'Rendering using engine with identifier: Blender',
      });
      const busy = await api.start('blender', 99, '-b');
      assert.deepEqual(busy, { IsSuccess: false, Message: 'There already is an active render!' });

      const ended = await api.untilEnded(taskId);
      assert.equal(ended.IsSuccess, true);
      for (const frame of ['01', '02'])
        await assertPictureIsWhole(join(folder, `out ${taskId}`, `frame_${frame}.png`));
    });
  }

  test('tells a failed render from a good one', async () => {
    await api.start('blender', 9, `-b "${join(folder, 'absent.blend')}" -a`);
    assert.equal((await api.untilEnded(9)).IsSuccess, false);
  });

  test('stops a render and all of its processes', async () => {
    await api.start('blender', 10, `-b "${scene}" --python-expr "import time; time.sleep(600)"`);
    assert.equal((await api.stop(11)).Message, 'No process running with provided task identifier!');
    assert.deepEqual(await api.stop(10), { IsSuccess: true, Message: 'Active render terminated!' });
    assert.equal((await api.untilEnded(10)).IsSuccess, false);
    assert.equal((await api.stop(10)).Message, 'No active render!');
  });
});
