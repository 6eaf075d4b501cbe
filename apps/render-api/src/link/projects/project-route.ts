import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { TaskPath, type TaskPath as Path } from '@renderonline/contract';
import { findTask, type Database } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { openProject } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { sendFile } from '../../http/send-file.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { machineOf } from '../credentials/require-machine.ts';
import type { ProjectHashes } from '../machines/project-hashes.ts';

export interface ProjectRouteDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'leasesOfMachine'>;
  readonly hashes: ProjectHashes;
}

/** GET tasks/:taskId/project: for machines that hold a lease of the task, whole or in part. */
export function projectRoute(
  app: FastifyInstance,
  { database, scheduler, hashes }: ProjectRouteDependencies,
): void {
  app.get<{ Params: Path }>(
    '/tasks/:taskId/project',
    {
      schema: { hide: true, params: TaskPath },
    },
    async (request, reply) => {
      const { taskId } = request.params;
      if (!scheduler.isLeader()) {
        throw domainError('not-scheduling', 'This RenderAPI does not schedule at the moment.');
      }
      const { machineId } = machineOf(request);
      const task = scheduler.leasesOfMachine(machineId).some((lease) => lease.taskId === taskId)
        ? await findTask(database.db, { taskId })
        : undefined;
      if (task === undefined) {
        throw domainError('lease-lost', `The machine holds no lease of task ${taskId}.`, {
          taskId,
          machineId,
        });
      }
      const { filePath, fileName } = task.render;
      const sha256 = await hashes.of(task.render);
      const project = await openProject(filePath);
      const whole = project.size === 0 ? Readable.from([]) : project.read(0, project.size - 1);
      if (project.size === 0) await project.close();
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
