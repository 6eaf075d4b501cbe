import type { SettingValue } from '@renderonline/contract';
import { describeSettings, parseConnectionString } from '@renderonline/database';
import { environmentName, type ConfigurationSource } from '@renderonline/runtime';
import type { RenderApiConfiguration as Schema } from './settings-schema.ts';
import { RenderApiConfiguration } from './settings-schema.ts';

/** A key of the configuration as it is in force, without secrets, for admins to read. */
export interface EffectiveSetting {
  readonly key: string;
  /** As configured: paths may be relative to the configuration's folder. */
  readonly value: SettingValue;
  readonly defaultValue: SettingValue;
  readonly source: ConfigurationSource;
  readonly environmentVariable: string;
  readonly description: string;
}

/**
 * The configuration as it is in force. Of the connection string only where the database is is told, and of S3 no key.
 *
 * @param envPrefix of the variables that set the keys
 */
export function effectiveSettings(
  values: Schema,
  sources: ReadonlyMap<string, ConfigurationSource>,
  envPrefix: string,
): EffectiveSetting[] {
  return Object.entries(RenderApiConfiguration.properties).map(([key, schema]) => {
    const { description = '' } = schema as { readonly description?: string };
    const defaultValue = (schema as { readonly default?: SettingValue }).default ?? null;
    return {
      ...{ key, description, defaultValue, value: withoutSecrets(values, key as keyof Schema) },
      source: sources.get(key) ?? 'default',
      environmentVariable: environmentName(envPrefix, key),
    };
  });
}

function withoutSecrets(values: Schema, key: keyof Schema): SettingValue {
  if (key === 'ConnectionString') return describeSettings(parseConnectionString(values.ConnectionString));
  if (key === 'ContentsS3' && values.ContentsS3 !== null) {
    const { AccessKeyId: _id, SecretAccessKey: _key, ...place } = values.ContentsS3;
    return place;
  }
  return values[key];
}
