import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { ArgumentTypeView } from './argument-types.ts';
import { EngineSettings } from './engines.ts';

const { name, extension, template, adapter } = EngineSettings.properties;

/** A renderer that works out of the box: what an engine is begun with. */
export const EnginePresetView = Type.Object({
  ...{ name, extension, template, adapter },
  argumentTypes: Type.Array(ArgumentTypeView, { description: 'Those that its template needs.' }),
});
export type EnginePresetView = Static<typeof EnginePresetView>;

/** GET /renderapi/v2/admin/engine-presets. */
export const EnginePresetList = Type.Object({
  presets: Type.Array(EnginePresetView),
  suggestedDownloadPath: Type.String({ description: 'A folder for an engine where nobody has chosen one.' }),
});
export type EnginePresetList = Static<typeof EnginePresetList>;
