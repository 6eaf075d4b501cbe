import type { Executor } from '../database.ts';

/**
 * Who schedules on this database. Every holder has a generation of its own; the beat counts on while it
 * lives, so that others see by their own clocks whether it does.
 */
export interface Leadership {
  /** null when the last holder let go. */
  readonly holder: string | null;
  readonly generation: number;
  readonly beat: number;
}

export async function readLeadership(executor: Executor): Promise<Leadership> {
  const { holder, generation, beat } = await executor
    .selectFrom('scheduler_leadership')
    .select(['holder', 'generation', 'beat'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return { holder, generation, beat };
}
