import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Identifier } from '../identifier.ts';

/** One value for one placeholder of the engine's template. */
export const ApiArgument = Type.Object({
  ArgTypeId: Type.String({ minLength: 1, maxLength: 255 }),
  Value: Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
    description: 'The value; a number or boolean is read as the text it is written as.',
  }),
});
export type ApiArgument = Static<typeof ApiArgument>;

/** The `request` part of POST /renderapi/v1/enqueue; the project file is the other part. */
export const ApiEnqueueRequest = Type.Object({
  EngineId: Identifier,
  Arguments: Type.Array(ApiArgument, { maxItems: 1000 }),
});
export type ApiEnqueueRequest = Static<typeof ApiEnqueueRequest>;

export const ApiEnqueueResponse = Type.Object({ IsAdded: Type.Boolean(), ErrorMessage: Type.String() });
export type ApiEnqueueResponse = Static<typeof ApiEnqueueResponse>;

/**
 * Response header of a successful enqueue, holding the new task's id in decimal. A header, because the body is
 * frozen at what 1.x sent.
 */
export const taskIdHeader = 'renderonline-task-id';
