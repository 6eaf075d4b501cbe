import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** A file that a task has produced. */
export const OutputView = Type.Object({
  path: Type.String({ description: "Relative, with '/'; the last part of the address of its download." }),
  size: Type.Integer({ description: 'Bytes.' }),
  modifiedAt: Type.String({ format: 'date-time' }),
});
export type OutputView = Static<typeof OutputView>;

/** GET /renderapi/v2/tasks/{taskId}/outputs. */
export const OutputList = Type.Object({ outputs: Type.Array(OutputView) });
export type OutputList = Static<typeof OutputList>;
