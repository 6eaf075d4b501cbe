import { Readable } from 'node:stream';
import { ContentOfTaskPath, TaskPath, type TaskPath as Path } from '@renderonline/contract';
import { findProject, hasProjectContent, type Database, type Project } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { sendFile } from '../../http/send-file.ts';
import type { ProjectParts } from '../../projects/create-project-parts.ts';
import type { ContentNeighbours } from '../neighbours/content-neighbours.ts';
import { noteHolderWhenSent, sendNeighbours } from '../neighbours/send-neighbours.ts';
import { leasedTask, requireLease, type LeasedTaskDependencies } from './leased-task.ts';
import { sendStepFile, stepProjectOf, type StepFilesDependencies } from './step-files.ts';

export interface ManifestRoutesDependencies extends LeasedTaskDependencies, StepFilesDependencies {
  readonly projects: Pick<ProjectParts, 'contents' | 'manifests'>;
  readonly neighbours: ContentNeighbours;
}

/** Files of tasks that are remembered to be theirs: that does not change. */
const rememberedFiles = 200_000;

/** What a project of several files is, and its files by their hash: for machines that hold a lease of the task. */
export function manifestRoutes(app: FastifyInstance, dependencies: ManifestRoutesDependencies): void {
  const { database, scheduler, projects, neighbours } = dependencies;
  const { contents, manifests } = projects;
  /** `<task> <hash>` */
  const known = new Set<string>();

  app.get<{ Params: Path }>(
    '/tasks/:taskId/manifest',
    { schema: { hide: true, params: TaskPath } },
    async (request, reply) => {
      const task = await leasedTask(dependencies, request, request.params.taskId);
      const step = await stepProjectOf(dependencies, task);
      if (step !== undefined) return reply.header('etag', `"${step.summary.sha256}"`).send(step.manifest);
      const { render } = task;
      const project = await requireProject(database, render.projectId);
      const etag = `"${project.manifestSha256}"`;
      reply.header('etag', etag);
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply
        .type('application/json; charset=utf-8')
        .serializer((text: string) => text)
        .send(await manifests.of(project));
    },
  );

  app.get<{ Params: ContentOfTaskPath }>(
    '/tasks/:taskId/files/:sha256',
    { schema: { hide: true, params: ContentOfTaskPath } },
    async (request, reply) => {
      const { taskId, sha256 } = request.params;
      const file = `${taskId} ${sha256}`;
      if (known.has(file)) {
        requireLease(scheduler, request, taskId);
      } else {
        const task = await leasedTask(dependencies, request, taskId);
        const step = await stepProjectOf(dependencies, task);
        if (step !== undefined) return sendStepFile(dependencies, step, { request, reply, sha256 });
        const { render } = task;
        const { projectId } = await requireProject(database, render.projectId);
        if (!(await hasProjectContent(database.db, { projectId, sha256 }))) throw notOfTask(taskId, sha256);
        if (known.size >= rememberedFiles) known.clear();
        known.add(file);
      }
      const elsewhere = sendNeighbours(neighbours, request, reply, sha256);
      if (elsewhere !== undefined) return elsewhere;
      const { size, stream } = await openContent(contents, sha256, request.headers.range !== undefined);
      noteHolderWhenSent(neighbours, request, reply, { sha256, size });
      return sendFile(request, reply, {
        name: sha256,
        size,
        modifiedAtMs: 0,
        etag: `"${sha256}"`,
        whole: stream,
        openPart: async (range) => (await contents.open(sha256, range)).stream,
      });
    },
  );
}

/** With a range in sight the whole is opened only when it is asked for after all. */
async function openContent(
  contents: ProjectParts['contents'],
  sha256: string,
  isPart: boolean,
): Promise<{ size: number; stream: Readable }> {
  const size = isPart ? await contents.sizeOf(sha256) : undefined;
  if (size === undefined) return contents.open(sha256);
  // Opened with the first read: another store is asked over a network, for nothing where a part is sent.
  return { size, stream: Readable.from(readLater(contents, sha256), { objectMode: false }) };
}

async function* readLater(contents: ProjectParts['contents'], sha256: string): AsyncGenerator<Buffer> {
  yield* (await contents.open(sha256)).stream as AsyncIterable<Buffer>;
}

async function requireProject(database: Database, projectId: number | null): Promise<Project> {
  const project = projectId === null ? undefined : await findProject(database.db, { projectId });
  if (project === undefined) {
    throw domainError('project-not-found', 'The task has no project of several files, or it was deleted.');
  }
  return project;
}

function notOfTask(taskId: number, sha256: string): Error {
  return domainError('content-not-found', `No file of task ${taskId} has the hash ${sha256}.`, { sha256 });
}
