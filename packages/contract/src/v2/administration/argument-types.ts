import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';

const argTypeId = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'The name behind $RENDERONLINE: in templates.',
});
const type = Type.String({
  minLength: 1,
  maxLength: 50,
  description: 'file, path, extension, word, sentence, natural, integer or real.',
});
const regex = nullable(
  Type.String({ minLength: 1, maxLength: 4096 }),
  "What the whole value must match; null for the type's own rule.",
);

export const ArgumentTypePath = Type.Object({ argTypeId });
export type ArgumentTypePath = Static<typeof ArgumentTypePath>;

/** What may be filled into the templates of engines. */
export const ArgumentTypeView = Type.Object({
  argTypeId: Type.String(),
  type: Type.String(),
  regex: nullable(Type.String()),
});
export type ArgumentTypeView = Static<typeof ArgumentTypeView>;

/** GET /renderapi/v2/admin/argument-types. */
export const ArgumentTypeList = Type.Object({
  argumentTypes: Type.Array(ArgumentTypeView, { description: 'By name.' }),
});
export type ArgumentTypeList = Static<typeof ArgumentTypeList>;

/** POST /renderapi/v2/admin/argument-types. */
export const AddArgumentTypeRequest = Type.Object(
  { argTypeId, type, regex: Type.Optional(regex) },
  { additionalProperties: false },
);
export type AddArgumentTypeRequest = Static<typeof AddArgumentTypeRequest>;

/** PATCH /renderapi/v2/admin/argument-types/{argTypeId}: what is left out stays. */
export const ChangeArgumentTypeRequest = Type.Object(
  { type: Type.Optional(type), regex: Type.Optional(regex) },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeArgumentTypeRequest = Static<typeof ChangeArgumentTypeRequest>;
