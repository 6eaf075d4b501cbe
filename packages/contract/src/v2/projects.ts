import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { FileSize, Sha256 } from '../link/parts.ts';
import { nullable } from '../nullable.ts';
import { Manifest, manifestLimits } from '../projects/manifest.ts';
import { time } from './time.ts';

export const ProjectPath = Type.Object({ projectId: Type.Integer({ minimum: 1 }) });
export type ProjectPath = Static<typeof ProjectPath>;

/** Bytes that a project needs and its user has not uploaded yet. */
export const MissingContent = Type.Object({ sha256: Sha256, size: FileSize });
export type MissingContent = Static<typeof MissingContent>;

/** Body of POST /renderapi/v2/projects. */
export const ProjectRequest = Manifest;
export type ProjectRequest = Static<typeof ProjectRequest>;

/** Body of POST /renderapi/v2/projects/from-archive. */
export const ProjectFromArchiveRequest = Type.Object(
  {
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of a .zip that the user has uploaded.' }),
    mainPath: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: manifestLimits.pathLength,
        description: 'The file that is rendered; may be left out when only one can be meant.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ProjectFromArchiveRequest = Static<typeof ProjectFromArchiveRequest>;

const missing = Type.Array(MissingContent, {
  description: 'What has to be uploaded before a task can be made of the project; each content once.',
});

/** The answer of both: 201 for a new project, 200 when the user has one of the same files. */
export const ProjectCreated = Type.Object({
  projectId: Type.Integer(),
  isComplete: Type.Boolean({ description: 'Whether tasks can be made of it.' }),
  missing,
});
export type ProjectCreated = Static<typeof ProjectCreated>;

export const ProjectView = Type.Object({
  projectId: Type.Integer(),
  manifestSha256: Type.String({ description: 'The same for the same files under the same paths.' }),
  mainPath: Type.String(),
  fileCount: Type.Integer(),
  totalBytes: Type.Integer(),
  isComplete: Type.Boolean({ description: 'Whether tasks can be made of it.' }),
  createdAt: time('When it was first asked for.'),
  lastUsedAt: time('When it, or a task made of it, was last asked for.'),
});
export type ProjectView = Static<typeof ProjectView>;

/** GET /renderapi/v2/projects/{projectId}. */
export const ProjectDetails = Type.Object({ ...ProjectView.properties, missing });
export type ProjectDetails = Static<typeof ProjectDetails>;

/** Query of GET /renderapi/v2/projects. */
export const ProjectListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Only projects older than this id: `nextBefore` of the page before.',
    }),
  ),
});
export type ProjectListQuery = Static<typeof ProjectListQuery>;

export const ProjectList = Type.Object({
  projects: Type.Array(ProjectView, { description: 'Newest first.' }),
  nextBefore: nullable(Type.Integer(), 'Pass as `before` for the next page; null when this is the last.'),
});
export type ProjectList = Static<typeof ProjectList>;
