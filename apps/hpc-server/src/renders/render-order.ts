import type { RenderingEngine } from '../settings/hpc-server-settings.ts';

/** What a machine is to render. */
export interface RenderOrder {
  readonly taskId: bigint;
  /** As POST /hpc/start gave it; null from a 1.x RenderAPI. */
  readonly attemptId: string | null;
  readonly engine: RenderingEngine;
  /** For the program, without its name. */
  readonly programArguments: readonly string[];
}
