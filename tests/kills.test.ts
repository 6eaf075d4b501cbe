// Kills with -9 in the middle of a render: whichever program dies, the task ends right, once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { Client1x } from './support/client-1x.ts';
import { startApi, startNode } from './support/farm.ts';
import type { Api } from './support/farm.ts';
import { assertPictureIsWhole } from './support/images.ts';
import { freePort, killAllPrograms, until } from './support/program.ts';
import type { Program } from './support/program.ts';
import { buildScene } from './support/scene.ts';
import { seedFarm } from './support/seed-farm.ts';

/** Processes of Blender that render this file (Linux). */
function blendersOf(file: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return (commandLine[0]?.endsWith('blender') ?? false) && commandLine.includes(file);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('a SIGKILL in the middle of a render', () => {
  const folders: string[] = [];
  let folder: string;
  let api: Api;
  let node: Program;
  let client: Client1x;
  let apiConfiguration: Record<string, unknown>;
  let nodeConfiguration: Record<string, unknown>;
  let taskId: number;
  let taskFolder: string;
  let blender: number;

  beforeEach(async () => {
    await killAllPrograms();
    folder = await mkdtemp(join(tmpdir(), 'renderonline-kills-'));
    folders.push(folder);
    const [apiPort, nodePort] = [await freePort(), await freePort()];
    const { connectionString, downloads, email, token } = await seedFarm(folder, { nodePorts: [nodePort] });
    apiConfiguration = {
      ConnectionString: connectionString,
      Port: String(apiPort),
      MachineSilentAfterMs: 3000,
    };
    nodeConfiguration = {
      Port: String(nodePort),
      RenderingEngines: [{ EngineId: 'blender', ExecutablePath: '/usr/bin/blender' }],
    };
    node = await startNode(folder, nodeConfiguration);
    api = await startApi(folder, apiConfiguration);
    client = new Client1x(api.address, email, token);

    const scene = join(folder, 'scene.blend');
    await buildScene(scene, 4, 300);
    const project = new Blob([await readFile(scene)]);
    taskId = await client.enqueue('scene.blend', project, {
      start_frame: '1',
      end_frame: '4',
      output_format: 'PNG',
    });
    const [userFolder = ''] = await readdir(downloads);
    const [ticks = ''] = await readdir(join(downloads, userFolder));
    taskFolder = join(downloads, userFolder, ticks);
    blender = await until('Blender to render', () => blendersOf(join(taskFolder, 'scene.blend'))[0], {
      explain: () => api.program.output() + node.output(),
    });
    await until('its first frame', async () => (await readdir(join(taskFolder, 'output'))).length > 0);
  });
  after(async () => {
    await killAllPrograms();
    for (const path of folders) await rm(path, { recursive: true });
  });

  async function assertEndedRight(): Promise<void> {
    const { Task } = await client.untilEnded(taskId);
    assert.equal(Task.IsSuccess, true, api.program.output());
    for (const frame of [1, 2, 3, 4]) {
      await assertPictureIsWhole(join(taskFolder, 'output', `frame_000${frame}.png`));
    }
    assert.deepEqual(blendersOf(join(taskFolder, 'scene.blend')), []);
  }

  interface AttemptOfTask {
    readonly outcome: string | null;
    readonly firstFrame: number;
    readonly lastFrame: number;
  }

  /** After one attempt that came to nothing, the others rendered every frame once. */
  async function assertRenderedAgainOnce(firstOutcome: string): Promise<void> {
    const [first, ...others] = await attempts();
    assert.equal(first?.outcome, firstOutcome);
    assert.deepEqual(new Set(others.map(({ outcome }) => outcome)), new Set(['succeeded']));
    const frames = others.flatMap(({ firstFrame, lastFrame }) =>
      [1, 2, 3, 4].filter((frame) => firstFrame <= frame && frame <= lastFrame),
    );
    assert.deepEqual(
      frames.sort((a, b) => a - b),
      [1, 2, 3, 4],
    );
  }

  async function attempts(): Promise<AttemptOfTask[]> {
    const response = await fetch(`${api.address}/renderapi/v2/tasks/${taskId}`, { headers: client.headers });
    return ((await response.json()) as { attempts: AttemptOfTask[] }).attempts;
  }

  test('of RenderAPI: its successor takes the render up and does not start it again', async () => {
    await api.program.kill('SIGKILL');
    assert.deepEqual(blendersOf(join(taskFolder, 'scene.blend')), [blender], 'the render goes on');
    api = await startApi(folder, apiConfiguration);
    await assertEndedRight();
    assert.deepEqual(
      (await attempts()).map(({ outcome }) => outcome),
      ['succeeded'],
    );
  });

  test('of HPCServer: its Blender dies with it, and the task is rendered when it is back', async () => {
    await node.kill('SIGKILL');
    await until('Blender to die', () => blendersOf(join(taskFolder, 'scene.blend')).length === 0, {
      limitMs: 10_000,
    });
    node = await startNode(folder, nodeConfiguration);
    await assertEndedRight();
    await assertRenderedAgainOnce('machine-lost');
  });

  test('of Blender: the task is tried again', async () => {
    process.kill(blender, 'SIGKILL');
    await assertEndedRight();
    await assertRenderedAgainOnce('crashed');
  });
});
