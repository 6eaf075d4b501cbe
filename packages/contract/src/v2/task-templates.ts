import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { StepRequest } from './task-requests.ts';
import { time } from './time.ts';

// The tasks that one task waits for are those of that day: a template has none.
const { dependsOn: _dependsOn, ...kept } = StepRequest.properties;

/** What a template keeps: what is asked for when a task is submitted, but its project and what it waits for. */
export const TemplateSubmission = Type.Object(
  {
    ...kept,
    steps: Type.Optional(
      Type.Array(Type.Object(kept, { additionalProperties: false }), {
        maxItems: 8,
        description: 'As in submitTask.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TemplateSubmission = Static<typeof TemplateSubmission>;

const name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'One of a user’s templates has it, in any case.',
});
const fromTaskId = Type.Optional(
  Type.Integer({ minimum: 1, description: 'A task of the user, in place of a submission.' }),
);
const isShared = Type.Boolean({ description: 'Everybody may read and use it. Only admins say so.' });

export const TaskTemplatePath = Type.Object({ templateId: Type.Integer({ minimum: 1 }) });
export type TaskTemplatePath = Static<typeof TaskTemplatePath>;

/** A template without what it keeps. */
export const TaskTemplateSummary = Type.Object({
  templateId: Type.Integer(),
  name: Type.String(),
  isShared: Type.Boolean(),
  isOwn: Type.Boolean({ description: 'false: somebody else’s, who shares it.' }),
  createdAt: time('When it was saved first.'),
  updatedAt: time('When it was changed last.'),
});
export type TaskTemplateSummary = Static<typeof TaskTemplateSummary>;

/** GET /renderapi/v2/task-templates/{templateId}. */
export const TaskTemplateView = Type.Object({
  ...TaskTemplateSummary.properties,
  submission: TemplateSubmission,
});
export type TaskTemplateView = Static<typeof TaskTemplateView>;

/** Query of GET /renderapi/v2/task-templates. */
export const TaskTemplateListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '100 by default.' })),
  after: Type.Optional(Type.Integer({ minimum: 1, description: 'nextAfter of the page before.' })),
});
export type TaskTemplateListQuery = Static<typeof TaskTemplateListQuery>;

export const TaskTemplateList = Type.Object({
  taskTemplates: Type.Array(TaskTemplateSummary, { description: 'The user’s, and shared ones, by number.' }),
  nextAfter: nullable(Type.Integer(), 'Pass as `after` for the next page; null when this is the last.'),
});
export type TaskTemplateList = Static<typeof TaskTemplateList>;

/** POST /renderapi/v2/task-templates: `submission` or `fromTaskId`. */
export const SaveTaskTemplateRequest = Type.Object(
  {
    name,
    isShared: Type.Optional(isShared),
    submission: Type.Optional(TemplateSubmission),
    fromTaskId,
  },
  { additionalProperties: false },
);
export type SaveTaskTemplateRequest = Static<typeof SaveTaskTemplateRequest>;

/** PATCH /renderapi/v2/task-templates/{templateId}: what is left out stays. */
export const ChangeTaskTemplateRequest = Type.Object(
  {
    name: Type.Optional(name),
    isShared: Type.Optional(isShared),
    submission: Type.Optional(TemplateSubmission),
    fromTaskId,
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeTaskTemplateRequest = Static<typeof ChangeTaskTemplateRequest>;
