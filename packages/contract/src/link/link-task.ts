import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { ManifestSummary } from '../projects/manifest.ts';
import { FileSize, Id, Milliseconds, Name, Sha256 } from './parts.ts';

/** What a machine has to know of a task to render any of its frames. */
export const LinkTask = Type.Object({
  taskId: Id,
  engineName: Name,
  engineVersion: nullable(
    Type.String({ maxLength: 64 }),
    'Which of several versions: "4.2" is any 4.2.x, ">=4.2" that or newer; null for any.',
  ),
  adapter: Type.Union([Type.Literal('command'), Type.Literal('blender')]),
  template: Type.String({ maxLength: 65_536, description: 'As parseTemplate reads it.' }),
  argumentNames: Type.Array(Name, {
    maxItems: 4096,
    description: 'The names that placeholders of the template may have.',
  }),
  values: Type.Record(Type.String({ maxLength: 255 }), Type.String({ maxLength: 65_536 }), {
    maxProperties: 4096,
    description: 'By name, as submitted.',
  }),
  project: Type.Object({
    fileName: Name,
    size: FileSize,
    sha256: Sha256,
    manifest: Type.Optional(
      nullable(
        ManifestSummary,
        'Null or absent: the one file at tasks/{taskId}/project. Otherwise the above describe the main file, and all of them are at tasks/{taskId}/manifest and tasks/{taskId}/files/{sha256}.',
      ),
    ),
  }),
  allowsScripts: Type.Boolean({ description: 'Scripts embedded in the project may run.' }),
  limits: Type.Object({
    hungAfterMs: nullable(Milliseconds, 'Null: as the machine is configured.'),
    maxFrameMs: nullable(Milliseconds, 'Null: without limit.'),
  }),
});
export type LinkTask = Static<typeof LinkTask>;
