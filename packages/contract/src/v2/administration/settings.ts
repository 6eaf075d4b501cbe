import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';

const value = (description: string) =>
  Type.Union(
    [
      Type.String(),
      Type.Number(),
      Type.Boolean(),
      Type.Null(),
      Type.Array(Type.String()),
      Type.Record(Type.String(), Type.String()),
    ],
    { description },
  );

/** What a key of the configuration can be. */
export type SettingValue = Static<ReturnType<typeof value>>;

/** A key of RenderAPI's configuration as it is in force. */
export const FarmSetting = Type.Object({
  key: Type.String({ description: 'As in RenderAPI.json.' }),
  value: value('Without secrets; relative paths begin at the folder of the file.'),
  defaultValue: value('Without anybody saying otherwise.'),
  source: Type.Union(
    [Type.Literal('default'), Type.Literal('file'), Type.Literal('environment'), Type.Literal('flag')],
    { description: 'What decided; each goes before those before it.' },
  ),
  environmentVariable: Type.String({ description: 'Sets it, too.' }),
  description: Type.String(),
});
export type FarmSetting = Static<typeof FarmSetting>;

/** GET /renderapi/v2/admin/settings. */
export const FarmSettings = Type.Object({
  configurationPath: nullable(Type.String(), 'The file that was read; null when there was none.'),
  settings: Type.Array(FarmSetting, { description: 'All keys there are.' }),
});
export type FarmSettings = Static<typeof FarmSettings>;
