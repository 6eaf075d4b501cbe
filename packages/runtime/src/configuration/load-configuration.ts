import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { domainError } from '@renderonline/domain';
import { fillIn, isMatch } from '@renderonline/schema';
import type { Static, TObject } from 'typebox';
import { spellKeysAsSchema } from './spell-keys.ts';

export interface ConfigurationSources<S extends TObject> {
  /** Keys, types, limits and defaults. `additionalProperties: false`, so that a misspelt key is refused. */
  readonly schema: S;
  /** What the file is called when nobody names one, e.g. `RenderAPI.json`; looked for in `cwd`. */
  readonly fileName: string;
  /** A file that must exist, as given with `--config`. Without it the default file may be absent. */
  readonly configPath?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `RENDERONLINE_API_` makes `RENDERONLINE_API_CONNECTION_STRING` set `ConnectionString`. */
  readonly envPrefix: string;
  /** Values from the command line; `undefined` means not given. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly cwd?: string;
}

/** Where a value of a configuration came from. */
export type ConfigurationSource = 'default' | 'file' | 'environment' | 'flag';

export interface LoadedConfiguration<T> {
  readonly values: Readonly<T>;
  /** By key of the schema. */
  readonly sources: ReadonlyMap<string, ConfigurationSource>;
  /** The file that was read, null when there was none. */
  readonly path: string | null;
  /** Relative paths in the configuration start here: the file's folder, else `cwd`. */
  readonly directory: string;
}

/**
 * Reads a program's configuration once: defaults < file < environment < flags, checked as a whole.
 *
 * @throws DomainError `configuration-not-found` when the file cannot be read; `configuration-invalid` with every
 *   fault, each by its key and where it came from
 */
export async function loadConfiguration<S extends TObject>(
  sources: ConfigurationSources<S>,
): Promise<LoadedConfiguration<Static<S>>> {
  const { schema, configPath, fileName, flags = {} } = sources;
  const cwd = sources.cwd ?? process.cwd();
  const wantedPath = resolve(cwd, configPath ?? fileName);
  const file = await readConfigurationFile(wantedPath, configPath !== undefined);

  const fromFile = file === null ? {} : (spellKeysAsSchema(schema, file) as Record<string, unknown>);
  const environment = fromEnvironment(schema, sources.env, sources.envPrefix);
  const givenFlags = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const given: Record<string, unknown> = { ...fromFile, ...environment, ...givenFlags };
  const sourceOf = (key: string): ConfigurationSource =>
    key in givenFlags ? 'flag' : key in environment ? 'environment' : key in fromFile ? 'file' : 'default';
  const values = await checkedValues(schema, given, file === null ? 'The configuration' : wantedPath);
  return {
    values: Object.freeze(values),
    sources: new Map(Object.keys(schema.properties).map((key) => [key, sourceOf(key)])),
    path: file === null ? null : wantedPath,
    directory: file === null ? cwd : dirname(wantedPath),
  };
}

/** What needs no more than defaults and plain numbers does without TypeBox, which would stay in memory. */
async function checkedValues<S extends TObject>(schema: S, given: object, where: string): Promise<Static<S>> {
  const filled = fillIn(schema, given);
  if (isMatch(schema, filled)) return filled;
  const { convertValues } = await import('./convert-values.ts');
  return convertValues(schema, given, where);
}

async function readConfigurationFile(path: string, mustExist: boolean): Promise<object | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!mustExist && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw domainError(
      'configuration-not-found',
      `${path} cannot be read: ${(error as Error).message}`,
      {},
      error,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw domainError(
      'configuration-invalid',
      `${path} is not valid JSON: ${(error as Error).message}`,
      {},
      error,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw domainError('configuration-invalid', `${path} must hold one JSON object, like {"Port": "5000"}`);
  }
  return value;
}

function fromEnvironment(
  schema: TObject,
  env: Readonly<Record<string, string | undefined>>,
  prefix: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(schema.properties)) {
    const text = env[environmentName(prefix, key)];
    if (text !== undefined) values[key] = parseEnvironmentValue(text);
  }
  return values;
}

/** `('RENDERONLINE_API_', 'ConnectionString')` → `RENDERONLINE_API_CONNECTION_STRING`. */
export function environmentName(prefix: string, key: string): string {
  return prefix + key.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

/** Lists, objects and null are written as JSON; everything else is text that the schema converts. */
function parseEnvironmentValue(text: string): unknown {
  if (!/^\s*[[{]|^null$/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
