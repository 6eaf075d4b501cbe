import type {
  ChangeTaskTemplateRequest,
  SaveTaskTemplateRequest,
  TaskTemplateList,
  TaskTemplateListQuery,
  TaskTemplateView,
} from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';
import { queryText } from '../requests/query-text.ts';

interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** Submissions that are kept under names: the user's own, and those that are shared. */
export interface TaskTemplates {
  /** A page of them, by number, without what they keep. */
  list(query?: TaskTemplateListQuery, options?: Abortable): Promise<TaskTemplateList>;
  /** One, with what it keeps. */
  get(templateId: number, options?: Abortable): Promise<TaskTemplateView>;
  /** Keeps a submission, or what a task was submitted with. */
  save(request: SaveTaskTemplateRequest, options?: Abortable): Promise<TaskTemplateView>;
  /** Changes what is named, and leaves the rest. */
  change(
    templateId: number,
    request: ChangeTaskTemplateRequest,
    options?: Abortable,
  ): Promise<TaskTemplateView>;
  delete(templateId: number, options?: Abortable): Promise<void>;
}

/** @throws ApiError (from its functions) when it is refused */
export function createTaskTemplates(connection: Connection): TaskTemplates {
  const base = '/renderapi/v2/task-templates';
  // The answers' shapes are the contract's.
  return {
    list: async (query = {}, { signal } = {}) =>
      (await connection.json(`${base}${queryText(query)}`, { signal })) as TaskTemplateList,
    get: async (templateId, { signal } = {}) =>
      (await connection.json(`${base}/${templateId}`, { signal })) as TaskTemplateView,
    save: async (request, { signal } = {}) =>
      (await connection.make(base, { json: request, signal })) as TaskTemplateView,
    change: async (templateId, request, { signal } = {}) =>
      (await connection.json(`${base}/${templateId}`, {
        ...{ method: 'PATCH', json: request, signal },
      })) as TaskTemplateView,
    async delete(templateId, { signal } = {}) {
      const answer = await connection.open(`${base}/${templateId}`, { method: 'DELETE', signal });
      await answer.body?.cancel();
    },
  };
}
