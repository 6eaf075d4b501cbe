import type { TaskRequirements } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkInteger, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';
import { tagsFromText, tagsToText } from '../tags.ts';
import type { TaskOptions } from './task.ts';

/** Options as people give them: each may be absent. */
export type TaskOptionsInput = Partial<Omit<TaskOptions, 'requirements'>> & {
  readonly requirements?: Partial<TaskRequirements>;
};

type OptionColumns = Pick<
  Selectable<Schema['tasks']>,
  | 'frame_order'
  | 'required_tags'
  | 'required_engine_version'
  | 'needs_gpu'
  | 'required_memory_mb'
  | 'max_machines'
  | 'continues_on_failure'
  | 'allows_scripts'
>;

export function taskOptionsFromRow(row: OptionColumns): TaskOptions {
  return {
    order: row.frame_order === 'sparse' ? 'sparse' : 'ascending',
    requirements: {
      tags: tagsFromText(row.required_tags),
      engineVersion: row.required_engine_version,
      needsGpu: row.needs_gpu !== 0,
      memoryMb: row.required_memory_mb,
    },
    maxMachines: row.max_machines,
    continuesOnFailure: row.continues_on_failure !== 0,
    allowsScripts: row.allows_scripts !== 0,
  };
}

/** The columns of the given options, checked. @throws 'value-invalid' */
export function taskOptionColumns(options: TaskOptionsInput): Partial<OptionColumns> {
  const { order, maxMachines, continuesOnFailure, allowsScripts, requirements = {} } = options;
  return {
    ...(order === undefined ? {} : { frame_order: order }),
    ...(maxMachines === undefined ? {} : { max_machines: limitOrNull('The limit of machines', maxMachines) }),
    ...(continuesOnFailure === undefined ? {} : { continues_on_failure: continuesOnFailure ? 1 : 0 }),
    ...(allowsScripts === undefined ? {} : { allows_scripts: allowsScripts ? 1 : 0 }),
    ...requirementColumns(requirements),
  };
}

function requirementColumns(requirements: Partial<TaskRequirements>): Partial<OptionColumns> {
  const { tags, engineVersion, needsGpu, memoryMb } = requirements;
  return {
    ...(tags === undefined ? {} : { required_tags: tagsToText(tags) }),
    ...(engineVersion === undefined ? {} : { required_engine_version: versionOrNull(engineVersion) }),
    ...(needsGpu === undefined ? {} : { needs_gpu: needsGpu ? 1 : 0 }),
    ...(memoryMb === undefined ? {} : { required_memory_mb: limitOrNull('The required memory', memoryMb) }),
  };
}

function limitOrNull(what: string, value: number | null): number | null {
  return value === null ? null : checkInteger(what, value, { min: 1, max: 2_147_483_647 });
}

function versionOrNull(version: string | null): string | null {
  return version === null ? null : checkText('The required version', version, { min: 1, max: 64 });
}
