import { maxFrameNumber } from '@renderonline/domain';
import { Type } from '@renderonline/schema';
import { linkLimits } from './limits.ts';

/** A row's id. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

export const Frame = Type.Integer({ minimum: -maxFrameNumber, maximum: maxFrameNumber });

/** The secret that fences every write of a lease's holder. */
export const LeaseToken = Type.String({ minLength: 1, maxLength: 128 });

/** Whole milliseconds. */
export const Milliseconds = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A message for people. */
export const Text = Type.String({ maxLength: linkLimits.textLength });

/** A name that people or programs gave. */
export const Name = Type.String({ minLength: 1, maxLength: 255 });

export const Megabytes = Type.Number({ minimum: 0, maximum: 1e12 });

export const Fraction = Type.Number({ minimum: 0, maximum: 1 });

/** SHA-256 in hexadecimal. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const FileSize = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
