import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { FailureView, FindingView } from './failures.ts';
import { TaskSnapshot } from './task-snapshot.ts';

/**
 * A task as someone who looks at it alone sees it; the events of GET /renderapi/v2/tasks/{taskId}/events are
 * these.
 */
export const WatchedTask = Type.Object({
  ...TaskSnapshot.properties,
  failures: Type.Array(FailureView, { description: 'The last five attempts that failed, newest first.' }),
  findings: Type.Array(FindingView, { description: 'What machines found wrong with the scene; at most 50.' }),
});
export type WatchedTask = Static<typeof WatchedTask>;
