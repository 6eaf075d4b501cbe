import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enqueueTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import type { TestLink, TestMachine } from './test-link.ts';

export interface LinkTestTask {
  readonly taskId: number;
  readonly filePath: string;
  readonly outputDirectory: string;
}

let folders = 638_603_640_000_000_000;

/** A task of four frames whose project lies where RenderAPI keeps projects. */
export async function addTask(link: TestLink, project = 'BLENDER-scene'): Promise<LinkTestTask> {
  folders += 10_000;
  const directory = join(link.downloads, '1', String(folders));
  await mkdir(directory, { recursive: true });
  const filePath = join(directory, 'scene.blend');
  await writeFile(filePath, project);
  const { taskId } = await enqueueTask(link.database, {
    userId: 1,
    queuedAtMs: Date.now(),
    fileName: 'scene.blend',
    filePath,
    fileSize: project.length,
    arguments: 'blender',
    argumentTemplate: '-b $RENDERONLINE:@uploaded_file',
    argumentValues: {},
    engineId: 1,
    frames: [{ first: 1, last: 4 }],
  });
  return { taskId, filePath, outputDirectory: outputDirectoryOf(filePath) };
}

/** Gives a machine a lease of the task's first two frames, as far as the HTTP side can tell. */
export function giveLease(link: TestLink, { machineId }: TestMachine, taskId: number, leaseId: number) {
  const lease = {
    leaseId,
    token: `token-${leaseId}`,
    taskId,
    machineId,
    frames: { first: 1, last: 2 },
    isDuplicate: false,
  };
  link.leases.set(leaseId, lease);
  return lease;
}
