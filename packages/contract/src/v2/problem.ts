import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** What an error is about, for programs. */
export const ErrorDetailsView = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
  description: 'What `detail` names; numbers have their units in their names, like `retryAfterSeconds`.',
});
export type ErrorDetailsView = Static<typeof ErrorDetailsView>;

/** Every error of the v2 endpoints: application/problem+json (RFC 9457). */
export const Problem = Type.Object({
  type: Type.String({ description: 'An address that names the kind of problem.' }),
  title: Type.String({ description: 'What went wrong, in general.' }),
  status: Type.Integer(),
  detail: Type.String({ description: 'What happened this time.' }),
  code: Type.String({ description: 'One of docs/errors.md.' }),
  details: ErrorDetailsView,
  whatToDo: Type.String(),
  requestId: Type.String({ description: "Find it in RenderAPI's log." }),
});
export type Problem = Static<typeof Problem>;
