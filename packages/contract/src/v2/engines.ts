import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';

/** What may be filled into an engine's template. */
export const EngineArgumentView = Type.Object({
  argTypeId: Type.String(),
  type: Type.String({ description: 'file, path, extension, word, sentence, natural, integer or real.' }),
  regex: nullable(Type.String(), 'When set, the whole value must match it instead of the type.'),
  isRequired: Type.Boolean(),
});
export type EngineArgumentView = Static<typeof EngineArgumentView>;

export const EngineView = Type.Object({
  engineId: Type.Integer(),
  name: Type.String(),
  extension: Type.String(),
  isForSteps: Type.Boolean({
    description: 'It takes the frames of another task, and opens no project of its own.',
  }),
  arguments: Type.Array(EngineArgumentView, { description: "The template's placeholders, in its order." }),
});
export type EngineView = Static<typeof EngineView>;

/** GET /renderapi/v2/engines. */
export const EngineList = Type.Object({ engines: Type.Array(EngineView) });
export type EngineList = Static<typeof EngineList>;
