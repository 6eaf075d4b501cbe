import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** Query of GET /renderapi/v2/tasks/{taskId}/archive. */
export const ArchiveQuery = Type.Object({
  includeProject: Type.Optional(
    Type.Boolean({ default: false, description: 'Put the uploaded project in, too.' }),
  ),
  frames: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 10_000 },
      description:
        'Only the files of these frames, like 1-10,15. Which files a frame has is not known of hpc machines.',
    }),
  ),
});
export type ArchiveQuery = Static<typeof ArchiveQuery>;

/** Query of GET /renderapi/v2/archive. */
export const ArchiveOfTasksQuery = Type.Object({
  taskIds: Type.String({
    ...{ minLength: 1, maxLength: 8_000, pattern: '^[1-9][0-9]{0,15}(,[1-9][0-9]{0,15})*$' },
    description: 'Like 3,7,12. Tasks that have no results are left out.',
  }),
});
export type ArchiveOfTasksQuery = Static<typeof ArchiveOfTasksQuery>;
