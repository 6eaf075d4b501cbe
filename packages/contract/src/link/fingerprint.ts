import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { Megabytes, Name } from './parts.ts';

export const LinkEngine = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255, description: 'Compared without case.' }),
  version: nullable(Type.String({ maxLength: 64 }), 'As "4.2.1"; null when the program does not tell.'),
  executablePath: Type.String({ maxLength: 4096 }),
  hasSessions: Type.Boolean({ description: 'It can be kept open and fed frame by frame.' }),
});
export type LinkEngine = Static<typeof LinkEngine>;

/** What a machine is, as it says itself. */
export const Fingerprint = Type.Object({
  hostName: Type.String({ maxLength: 255 }),
  os: Type.String({ maxLength: 255 }),
  arch: Type.String({ maxLength: 64 }),
  cores: Type.Integer({ minimum: 1, maximum: 65_536 }),
  memoryMb: Megabytes,
  gpus: Type.Array(Type.Object({ name: Name, memoryMb: nullable(Megabytes) }), { maxItems: 64 }),
  engines: Type.Array(LinkEngine, { maxItems: 256 }),
});
export type Fingerprint = Static<typeof Fingerprint>;
