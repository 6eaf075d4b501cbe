import { domainError, type DomainError } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

/** A renderer as configured. */
export interface Engine {
  readonly engineId: number;
  /** What HPCServer calls it (its EngineId), in any case. */
  readonly name: string;
  /** With its dot: '.blend'. */
  readonly extension: string;
  /** The folder of RenderAPI under which the tasks' folders are. */
  readonly downloadPath: string;
  /** The template of the command line. */
  readonly renderArgument: string;
  /** The code that drives it: any command line, or Blender in sessions. */
  readonly adapter: EngineAdapter;
}

export type EngineAdapter = 'command' | 'blender';

export type EngineFields = Omit<Engine, 'engineId'>;
/** A new engine is driven as a command line unless told otherwise. */
export type NewEngine = Omit<EngineFields, 'adapter'> & Partial<Pick<EngineFields, 'adapter'>>;

export const engineColumns = [
  'engine_id',
  'name',
  'extension',
  'download_path',
  'render_argument',
  'adapter',
] as const;

export function engineFromRow(row: Selectable<Schema['engines']>): Engine {
  return {
    engineId: row.engine_id,
    name: row.name,
    extension: row.extension,
    downloadPath: row.download_path,
    renderArgument: row.render_argument,
    // A newer program may know more adapters; a command line is what every engine has.
    adapter: row.adapter === 'blender' ? 'blender' : 'command',
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function engineRowOf(fields: Partial<EngineFields>): Partial<Selectable<Schema['engines']>> {
  const { name, extension, downloadPath, renderArgument, adapter } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { min: 1, max: 255 }) }),
    ...(extension === undefined ? {} : { extension: checkText('The extension', extension, { max: 50 }) }),
    ...(downloadPath === undefined
      ? {}
      : { download_path: checkText('The download path', downloadPath, { min: 1, max: 4096 }) }),
    ...(renderArgument === undefined
      ? {}
      : { render_argument: checkText('The argument template', renderArgument, { max: 65_535 }) }),
    ...(adapter === undefined ? {} : { adapter }),
  };
}

/** For administrators; a submission that names an unknown engine is refused in v1's words. */
export function engineNotFound(engineId: number): DomainError {
  return domainError('engine-not-found', `There is no engine with the identifier ${engineId}.`, { engineId });
}
