// Our RenderAPI drives a node of 1.x, with real Blender: a path with spaces, progress that the node
// cannot tell, a node that is started anew in the middle.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HpcServer1x } from './look-alikes/hpc-server-1x.ts';
import { Client1x } from './support/client-1x.ts';
import { startApi } from './support/farm.ts';
import type { Api } from './support/farm.ts';
import { assertPictureIsWhole } from './support/images.ts';
import { freePort, killAllPrograms, until } from './support/program.ts';
import { buildScene } from './support/scene.ts';
import { seedFarm } from './support/seed-farm.ts';

describe('a node of 1.x driven by RenderAPI', () => {
  let folder: string;
  let node: HpcServer1x;
  let api: Api;
  let client: Client1x;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline node of 1.x '));
    node = new HpcServer1x({ engines: [{ engineId: 'blender', executablePath: '/usr/bin/blender' }] });
    const { port } = await node.listen();
    const farm = await seedFarm(folder, { nodePorts: [port] });
    api = await startApi(folder, { ConnectionString: farm.connectionString, Port: String(await freePort()) });
    client = new Client1x(api.address, farm.email, farm.token);
  });
  after(async () => {
    await killAllPrograms();
    await node.close();
    await rm(folder, { recursive: true });
  });

  async function submit(frames: number, samples?: number): Promise<number> {
    const scene = join(folder, `scene-${frames}.blend`);
    await buildScene(scene, frames, samples);
    const project = new Blob([await readFile(scene)]);
    const values = { start_frame: '1', end_frame: String(frames), output_format: 'PNG' };
    return client.enqueue('my scene.blend', project, values);
  }

  async function assertFramesAreWhole(taskId: number, frames: number): Promise<void> {
    const userFolder = join(folder, 'downloads', '1');
    const ticks = (await readdir(userFolder)).sort()[taskId - 1] ?? '';
    for (let frame = 1; frame <= frames; frame++) {
      await assertPictureIsWhole(join(userFolder, ticks, 'output', `frame_000${frame}.png`));
    }
  }

  test('renders a task', async () => {
    const taskId = await submit(2);
    assert.equal((await client.untilEnded(taskId)).Task.IsSuccess, true, api.program.output());
    await assertFramesAreWhole(taskId, 2);
  });

  test('is given the task again when it was started anew in the middle', async () => {
    const taskId = await submit(3, 100);
    await client.untilRunning(taskId);
    await until('the renderer', () => node.rendererPid !== undefined);
    await node.restart();
    assert.equal((await client.untilEnded(taskId)).Task.IsSuccess, true, api.program.output());
    assert.equal(node.starts.filter((started) => started.taskId === taskId).length, 2);
    await assertFramesAreWhole(taskId, 3);
  });
});
