import { framesIn, type FrameRange } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

const framesPerStatement = 2000;

/**
 * Adds pending frames to a task, each once. Long animations have 100,000 of them: the numbers are written
 * into the statements, which is many times faster than binding each.
 */
export async function insertFrames(
  trx: Executor,
  input: { readonly taskId: number; readonly frames: readonly FrameRange[] },
): Promise<void> {
  let values: string[] = [];
  for (const frame of framesIn(input.frames)) {
    values.push(`(${wholeNumber(input.taskId)},${wholeNumber(frame)})`);
    if (values.length < framesPerStatement) continue;
    await insert(trx, values);
    values = [];
  }
  if (values.length > 0) await insert(trx, values);
}

async function insert(trx: Executor, values: readonly string[]): Promise<void> {
  await sql`insert into frames (task_id, frame) values ${sql.raw(values.join(','))}`.execute(trx);
}

/** Nothing but digits may become part of a statement. */
function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number.`);
  return String(value);
}
