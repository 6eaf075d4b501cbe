import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';

const name = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'As EngineId in every HPCServer.json.',
});
const extension = Type.String({
  minLength: 1,
  maxLength: 49,
  description: 'Of the project files, like .blend; its dot may be left out.',
});
const template = Type.String({
  minLength: 1,
  maxLength: 65_535,
  description: 'How the renderer is called: docs/templates.md.',
});
const downloadPath = Type.String({
  minLength: 1,
  maxLength: 4096,
  description: "A folder of RenderAPI's computer, as a whole path, where projects and frames are kept.",
});
const adapter = Type.Union([Type.Literal('command'), Type.Literal('blender')], {
  description: 'blender: kept open and fed frame by frame; command: started anew, the default.',
});

export const EnginePath = Type.Object({ engineId: Type.Integer({ minimum: 1 }) });
export type EnginePath = Static<typeof EnginePath>;

/** A renderer as it is configured. */
export const EngineSettings = Type.Object({
  engineId: Type.Integer(),
  name: Type.String(),
  extension: Type.String(),
  template: Type.String(),
  downloadPath: Type.String(),
  adapter,
});
export type EngineSettings = Static<typeof EngineSettings>;

/** GET /renderapi/v2/admin/engines. */
export const EngineSettingsList = Type.Object({
  engines: Type.Array(EngineSettings, { description: 'By number.' }),
});
export type EngineSettingsList = Static<typeof EngineSettingsList>;

/** POST /renderapi/v2/admin/engines. */
export const AddEngineRequest = Type.Object(
  { name, extension, template, downloadPath, adapter: Type.Optional(adapter) },
  { additionalProperties: false },
);
export type AddEngineRequest = Static<typeof AddEngineRequest>;

/** PATCH /renderapi/v2/admin/engines/{engineId}: what is left out stays. */
export const ChangeEngineRequest = Type.Object(
  {
    name: Type.Optional(name),
    extension: Type.Optional(extension),
    template: Type.Optional(template),
    downloadPath: Type.Optional(downloadPath),
    adapter: Type.Optional(adapter),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeEngineRequest = Static<typeof ChangeEngineRequest>;

export const EngineSaved = Type.Object({
  ...EngineSettings.properties,
  warning: nullable(
    Type.String(),
    'What the template lacks until it can be used: an argument type for one of its placeholders.',
  ),
});
export type EngineSaved = Static<typeof EngineSaved>;
