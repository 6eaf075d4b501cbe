import {
  IdempotencyHeaders,
  ProjectCreated,
  ProjectDetails,
  ProjectFromArchiveRequest,
  ProjectList,
  ProjectListQuery,
  ProjectPath,
  ProjectRequest,
  type ProjectPath as Path,
} from '@renderonline/contract';
import { completeProject, deleteProject, findProject, listProjects, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { createWorkQueue } from '../authentication/work-queue.ts';
import { createUserShares } from '../http/user-shares.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, keyProblems, problems, tags, uploadProblems } from '../http/v2-schemas.ts';
import { whenClosed } from '../http/when-closed.ts';
import { makeOnce } from '../idempotency/make-once.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { askForProject, shownProject, type AskDependencies, type AskedProject } from './ask-for-project.ts';
import type { ProjectParts } from './create-project-parts.ts';
import { projectFromArchive } from './project-from-archive.ts';
import { projectView } from './project-view.ts';

export interface ProjectRoutesDependencies extends AskDependencies {
  readonly parts: ProjectParts;
  readonly upload: UploadSettings;
}

/** What a file of a manifest takes of a body, with a long path. */
const bytesPerFile = 512;

/** Bodies that are read, and in memory, at a time: so many of the largest, half of them of one user. */
const largestBodies = 4;

/** Unpacking keeps a core busy. */
const archivesAtOnce = 2;
/** Those that wait, too. No user's archives keep those of all others waiting. */
const archivesUnderWay = { most: 100, mostOfUser: 4, what: 'archives to be unpacked' };

const created = {
  200: { ...ProjectCreated, description: 'The user has such a project already: this is it.' },
  201: { ...ProjectCreated, description: 'A new project.' },
};

/** Projects of several files. Needs a plugin of its own. */
export function v2ProjectRoutes(app: FastifyInstance, dependencies: ProjectRoutesDependencies): void {
  const { database, projects, parts, upload } = dependencies;
  const maxBytes = 65_536 + projects.maxFiles * bytesPerFile;
  const memory = createUserShares({
    most: largestBodies * maxBytes,
    mostOfUser: (largestBodies * maxBytes) / 2,
    what: 'bytes of lists of files',
  });
  app.addHook('preParsing', async (request, reply, payload) => {
    const end = memory.begin(userOf(request).userId, announcedBytes(request, maxBytes));
    whenClosed(reply.raw, end);
    await Promise.resolve();
    return payload;
  });
  readJsonBodies(app, {
    maxBytes,
    // A list of 100,000 files is an upload of some size.
    timeoutMs: 5 * upload.idleTimeoutMs,
  });

  const unpacking = createWorkQueue({
    concurrency: archivesAtOnce,
    maxWaiting: archivesUnderWay.most,
    onFull: () => domainError('too-busy', 'Many archives are being unpacked. Try again in a moment.'),
  });

  const archives = createUserShares(archivesUnderWay);

  app.post<{ Body: ProjectRequest }>(
    '/projects',
    {
      schema: {
        operationId: 'createProject',
        tags,
        summary: 'Asks for a project of these files, and what of it has to be uploaded',
        headers: IdempotencyHeaders,
        body: ProjectRequest,
        response: { ...created, ...problems, ...keyProblems, 413: uploadProblems[413] },
      },
    },
    async (request, reply): Promise<ProjectCreated> => {
      const user = userOf(request);
      const asked = await makeOnce(dependencies, request, reply, async (key) => {
        await key?.asksFor(JSON.stringify(request.body));
        return askForProject(dependencies, user, request.body, key);
      });
      return answer(reply, user, asked);
    },
  );

  app.post<{ Body: ProjectFromArchiveRequest }>(
    '/projects/from-archive',
    {
      schema: {
        operationId: 'createProjectFromArchive',
        tags,
        summary: 'Makes a project of a ZIP that was uploaded',
        headers: IdempotencyHeaders,
        body: ProjectFromArchiveRequest,
        response: { ...created, ...problems, ...keyProblems, ...uploadProblems },
      },
    },
    async (request, reply): Promise<ProjectCreated> => {
      const user = userOf(request);
      const gone = new AbortController();
      const end = archives.begin(user.userId);
      whenClosed(reply.raw, () => {
        end();
        gone.abort(domainError('upload-incomplete', 'The connection ended before the archive was unpacked.'));
      });
      const { contents } = parts;
      const asked = await makeOnce(dependencies, request, reply, async (key) => {
        await key?.asksFor(JSON.stringify(request.body));
        return unpacking.run(() =>
          projectFromArchive({ ...dependencies, contents }, user, request.body, { signal: gone.signal, key }),
        );
      });
      return answer(reply, user, asked);
    },
  );

  app.get<{ Querystring: ProjectListQuery }>(
    '/projects',
    {
      schema: {
        operationId: 'listProjects',
        tags,
        summary: 'Projects, newest first; whether they are complete as it was when they were last looked at',
        querystring: ProjectListQuery,
        response: { 200: ProjectList, ...problems },
      },
    },
    async (request): Promise<ProjectList> => {
      const { limit = 50, before } = request.query;
      const { userId } = userOf(request);
      const page = await listProjects(database.db, {
        userId,
        limit: limit + 1,
        ...(before === undefined ? {} : { beforeProjectId: before }),
      });
      const shown = page.slice(0, limit);
      const nextBefore = page.length > limit ? (shown.at(-1)?.projectId ?? null) : null;
      return { projects: shown.map(projectView), nextBefore };
    },
  );

  app.get<{ Params: Path }>(
    '/projects/:projectId',
    {
      schema: {
        operationId: 'getProject',
        tags,
        summary: 'One project, and what of it is missing',
        params: ProjectPath,
        response: { 200: ProjectDetails, ...problems },
      },
    },
    async (request): Promise<ProjectDetails> => {
      const { projectId } = request.params;
      const project = await findProject(database.db, { projectId, userId: userOf(request).userId });
      if (project === undefined) {
        throw domainError('project-not-found', `You have no project with the identifier ${projectId}.`);
      }
      const missing = await completeProject(database, { projectId });
      return { ...projectView({ ...project, isComplete: missing.length === 0 }), missing };
    },
  );

  app.delete<{ Params: Path }>(
    '/projects/:projectId',
    {
      schema: {
        operationId: 'deleteProject',
        tags,
        summary: 'Deletes a project that no task in the queue is made of; its contents stay for the next one',
        params: ProjectPath,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problems, 409: conflicts[409] },
      },
    },
    async (request, reply) => {
      const { projectId } = request.params;
      await deleteProject(database, { projectId, userId: userOf(request).userId });
      return reply.code(204).send();
    },
  );

  function answer(
    reply: FastifyReply,
    user: User,
    { projectId, isNew }: AskedProject,
  ): Promise<ProjectCreated> {
    reply.code(isNew ? 201 : 200);
    return shownProject(dependencies, user, projectId);
  }
}

/** How much memory the request may want for its body. */
function announcedBytes({ headers }: FastifyRequest, maxBytes: number): number {
  const announced = headers['content-length'];
  if (announced === undefined) return headers['transfer-encoding'] === undefined ? 0 : maxBytes;
  return Math.min(Number(announced), maxBytes);
}
