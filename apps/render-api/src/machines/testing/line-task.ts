import type { LeaseTask } from '../machine-transport.ts';

/** A task as a 1.x program writes it, without a template. */
export function lineTask(taskId: number): LeaseTask {
  return {
    taskId,
    engineName: 'blender',
    adapter: 'command',
    engineVersion: null,
    argumentTemplate: null,
    argumentValues: {},
    allowsScripts: false,
    renderId: 1,
    fileName: 'scene.blend',
    filePath: '/projects/scene.blend',
    fileSize: 1,
    fileSha256: null,
    manifest: null,
    input: null,
  };
}
