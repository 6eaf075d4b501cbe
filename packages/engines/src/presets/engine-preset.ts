import type { ArgumentType } from '@renderonline/domain';

/** All that `engine add --preset` writes: a row of `engines`, its argument types, and how the program is called. */
export interface EnginePreset {
  /** `engines.name`, and the EngineId in HPCServer.json. */
  readonly name: string;
  /** `engines.adapter`: `blender` keeps the renderer open for a task's frames, `command` starts it for each lease. */
  readonly adapter: 'command' | 'blender';
  /** Of the project file, with its dot. */
  readonly extension: string;
  /** The template of docs/engines.md. */
  readonly renderArgument: string;
  readonly argumentTypes: readonly ArgumentType[];
  /** Names to look for with `findExecutable`, the likeliest first. */
  readonly executableNames: readonly string[];
}
