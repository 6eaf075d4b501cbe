import { emailPattern } from '@renderonline/domain';
import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Session } from './sessions.ts';

/** GET /renderapi/v2/setup. */
export const SetupState = Type.Object({
  isNeeded: Type.Boolean({ description: 'Whether nobody may use the farm yet.' }),
});
export type SetupState = Static<typeof SetupState>;

/** POST /renderapi/v2/setup: the farm's first admin. */
export const SetUpRequest = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Of the link that RenderAPI has shown when it started.',
    }),
    firstName: Type.String({ maxLength: 255 }),
    lastName: Type.String({ maxLength: 255 }),
    email: Type.String({ maxLength: 255, pattern: emailPattern }),
    addsBlender: Type.Optional(
      Type.Boolean({ description: 'Adds the engines for Blender, and for videos of its frames.' }),
    ),
  },
  { additionalProperties: false },
);
export type SetUpRequest = Static<typeof SetUpRequest>;

export const SetUpDone = Type.Object({
  token: Type.String({ description: 'Of the admin. Kept as a hash only: it is shown this one time.' }),
  session: Session,
});
export type SetUpDone = Static<typeof SetUpDone>;
