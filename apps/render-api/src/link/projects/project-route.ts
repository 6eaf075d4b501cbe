import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { TaskPath, type TaskPath as Path } from '@renderonline/contract';
import { openProject } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { sendFile } from '../../http/send-file.ts';
import type { ProjectHashes } from '../machines/project-hashes.ts';
import type { ContentNeighbours } from '../neighbours/content-neighbours.ts';
import { noteHolderWhenSent, sendNeighbours } from '../neighbours/send-neighbours.ts';
import { leasedTask, type LeasedTaskDependencies } from './leased-task.ts';

export interface ProjectRouteDependencies extends LeasedTaskDependencies {
  readonly hashes: ProjectHashes;
  readonly neighbours: ContentNeighbours;
}

/** GET tasks/:taskId/project: for machines that hold a lease of the task, whole or in part. */
export function projectRoute(
  app: FastifyInstance,
  { database, scheduler, hashes, neighbours }: ProjectRouteDependencies,
): void {
  app.get<{ Params: Path }>(
    '/tasks/:taskId/project',
    {
      schema: { hide: true, params: TaskPath },
    },
    async (request, reply) => {
      const { render } = await leasedTask({ database, scheduler }, request, request.params.taskId);
      const { filePath, fileName } = render;
      const sha256 = await hashes.of(render);
      const elsewhere = sendNeighbours(neighbours, request, reply, sha256);
      if (elsewhere !== undefined) return elsewhere;
      const project = await openProject(filePath);
      const whole = project.size === 0 ? Readable.from([]) : project.read(0, project.size - 1);
      if (project.size === 0) await project.close();
      noteHolderWhenSent(neighbours, request, reply, { sha256, size: project.size });
      return sendFile(request, reply, {
        name: fileName === '' ? basename(filePath) : fileName,
        size: project.size,
        modifiedAtMs: project.modifiedAtMs,
        etag: `"${sha256}"`,
        whole,
        openPart: async ({ start, end }) => (await openProject(filePath)).read(start, end),
      });
    },
  );
}
