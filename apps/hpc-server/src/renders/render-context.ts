import type { Logger } from '@renderonline/runtime';
import type { Guardian } from '../guardian/start-guardian.ts';
import type { OwnInstance } from '../leftovers/own-instance.ts';
import type { EndTreeOptions } from '../processes/end-tree.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';

/** Time, from outside. */
export interface Clock {
  /** Milliseconds that only go forward, for durations. */
  elapsedMs(): number;
  /** The wall clock, for names and people. */
  now(): Date;
}

/** What rendering needs of its surroundings. */
export interface RenderContext extends EndTreeOptions {
  readonly settings: HpcServerSettings;
  readonly guardian: Pick<Guardian, 'guard' | 'forget'>;
  readonly instance: Pick<OwnInstance, 'add' | 'remove'>;
  /** Unique to this run of the program; every renderer's marker begins with it. */
  readonly instanceId: string;
  /** The environment that renderers get, but for the marker. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
}
