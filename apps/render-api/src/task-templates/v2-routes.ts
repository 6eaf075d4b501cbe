import {
  ChangeTaskTemplateRequest,
  IdempotencyHeaders,
  SaveTaskTemplateRequest,
  TaskTemplateList,
  TaskTemplateListQuery,
  TaskTemplatePath,
  TaskTemplateView,
  type TaskTemplateListQuery as ListQuery,
  type TaskTemplatePath as Path,
  type TaskTemplateSummary,
  type TemplateSubmission,
} from '@renderonline/contract';
import {
  addTaskTemplate,
  findEngine,
  listTaskTemplates,
  removeTaskTemplate,
  updateTaskTemplate,
  type Executor,
  type TaskTemplate,
  type User,
} from '@renderonline/database';
import { domainError, v1Refusals } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, keyProblems, problems, tags } from '../http/v2-schemas.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import type { KeyDependencies } from '../idempotency/request-key.ts';
import { timeText } from '../tasks/time-text.ts';
import { readTemplate, requireTemplate } from './read-template.ts';
import { submissionOfTask } from './submission-of-task.ts';

export type TaskTemplateRoutesDependencies = KeyDependencies & { readonly requestBodyTimeoutMs: number };

/** 65,536 characters, each written as an escape. */
const maxBodyBytes = 512 * 1024;
const defaultPageSize = 100;

/** Submissions that users keep under names. Needs a plugin of its own. */
export function v2TaskTemplateRoutes(
  app: FastifyInstance,
  dependencies: TaskTemplateRoutesDependencies,
): void {
  const { database, nowMs, requestBodyTimeoutMs } = dependencies;
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs });

  app.get<{ Querystring: ListQuery }>(
    '/task-templates',
    {
      schema: {
        operationId: 'listTaskTemplates',
        tags,
        summary: 'The user’s templates and those that are shared, by number, in pages',
        querystring: TaskTemplateListQuery,
        response: { 200: TaskTemplateList, ...problems },
      },
    },
    async (request): Promise<TaskTemplateList> => {
      const { limit = defaultPageSize, after = 0 } = request.query;
      const { userId } = userOf(request);
      const page = await listTaskTemplates(database.db, { userId, limit: limit + 1, afterTemplateId: after });
      const shown = page.slice(0, limit);
      const nextAfter = page.length > limit ? (shown.at(-1)?.templateId ?? null) : null;
      return { taskTemplates: shown.map((template) => summaryOf(template, userId)), nextAfter };
    },
  );

  app.post<{ Body: SaveTaskTemplateRequest }>(
    '/task-templates',
    {
      schema: {
        operationId: 'saveTaskTemplate',
        tags,
        summary: 'Keeps a submission under a name, or what a task was submitted with',
        headers: IdempotencyHeaders,
        body: SaveTaskTemplateRequest,
        response: { 201: TaskTemplateView, ...problems, ...conflicts, ...keyProblems },
      },
    },
    async (request, reply): Promise<TaskTemplateView> => {
      const user = userOf(request);
      const { name, isShared = false } = request.body;
      if (isShared) requireAdminRole(user);
      const { templateId } = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        const submission = await submissionIn(trx, user, request.body);
        return addTaskTemplate(trx, { userId: user.userId, name, isShared, submission, nowMs: nowMs() });
      });
      const view = await shown(user, templateId);
      reply.code(201);
      return view;
    },
  );

  app.get<{ Params: Path }>(
    '/task-templates/:templateId',
    {
      schema: {
        operationId: 'getTaskTemplate',
        tags,
        summary: 'One template, with what it keeps',
        params: TaskTemplatePath,
        response: { 200: TaskTemplateView, ...problems, 409: conflicts[409] },
      },
    },
    async (request): Promise<TaskTemplateView> => shown(userOf(request), request.params.templateId),
  );

  app.patch<{ Params: Path; Body: ChangeTaskTemplateRequest }>(
    '/task-templates/:templateId',
    {
      schema: {
        operationId: 'changeTaskTemplate',
        tags,
        summary: 'Changes what is named of a template; tasks keep what they were submitted with',
        params: TaskTemplatePath,
        body: ChangeTaskTemplateRequest,
        response: { 200: TaskTemplateView, ...problems, ...conflicts },
      },
    },
    async (request): Promise<TaskTemplateView> => {
      const user = userOf(request);
      const { templateId } = request.params;
      await database.transaction(async (trx) => {
        const template = await requireTemplate(trx, { userId: user.userId, templateId });
        if (template.isShared || request.body.isShared === true) requireAdminRole(user);
        const { submission: given, fromTaskId, ...fields } = request.body;
        const isReplaced = given !== undefined || fromTaskId !== undefined;
        const content = isReplaced ? { submission: await submissionIn(trx, user, request.body) } : {};
        await updateTaskTemplate(trx, { ...fields, ...content, templateId, nowMs: nowMs() });
      });
      return shown(user, templateId);
    },
  );

  app.delete<{ Params: Path }>(
    '/task-templates/:templateId',
    {
      schema: {
        operationId: 'deleteTaskTemplate',
        tags,
        summary: 'Deletes a template; tasks that were submitted with it stay as they are',
        params: TaskTemplatePath,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problems, 403: conflicts[403] },
      },
    },
    async (request, reply) => {
      const user = userOf(request);
      const { templateId } = request.params;
      await database.transaction(async (trx) => {
        const template = await requireTemplate(trx, { userId: user.userId, templateId });
        if (template.userId !== user.userId) requireAdminRole(user);
        await removeTaskTemplate(trx, { templateId });
      });
      return reply.code(204).send();
    },
  );

  async function shown(user: User, templateId: number): Promise<TaskTemplateView> {
    const template = await readTemplate(database.db, user, templateId);
    return { ...summaryOf(template, user.userId), submission: template.submission };
  }
}

function summaryOf(template: TaskTemplate, userId: number): TaskTemplateSummary {
  const { templateId, name, isShared, createdAtMs, updatedAtMs } = template;
  const times = { createdAt: timeText(createdAtMs), updatedAt: timeText(updatedAtMs) };
  return { templateId, name, isShared, isOwn: template.userId === userId, ...times };
}

async function submissionIn(
  trx: Executor,
  user: User,
  { submission, fromTaskId }: Pick<SaveTaskTemplateRequest, 'submission' | 'fromTaskId'>,
): Promise<TemplateSubmission> {
  if ((submission === undefined) === (fromTaskId === undefined)) {
    throw domainError('request-invalid', 'Give either a submission or a fromTaskId.');
  }
  if (fromTaskId !== undefined) return submissionOfTask(trx, user, fromTaskId);
  // One of the two is there.
  const wanted = submission as TemplateSubmission;
  await requireEngines(trx, wanted);
  return wanted;
}

/** What a template keeps is checked when a task is submitted with it; that it can come to that, now. */
async function requireEngines(trx: Executor, { engineId, steps = [] }: TemplateSubmission): Promise<void> {
  for (const id of new Set([engineId, ...steps.map((step) => step.engineId)])) {
    if ((await findEngine(trx, { engineId: id })) === undefined) throw v1Refusals.engineNotFound(String(id));
  }
}

/** What everybody uses is for admins to say, also after somebody has ceased to be one. */
function requireAdminRole({ role }: User): void {
  if (role === 'admin') return;
  throw domainError('admins-only', 'Only an admin of the farm may share templates and change shared ones.');
}
