import type { Executor } from '../database.ts';

/** Findings of a scene are below this position, warnings of frames from here on: neither replaces the other. */
export const firstFrameWarning = 200;
/** A whole shot that is blank is not told frame by frame. */
const warningsAtMost = 5;
const messageChars = 2000;

/** Something odd about a frame that is there and whole. */
export interface FrameWarning {
  readonly taskId: number;
  readonly machineId: number;
  readonly frame: number;
  /** For people, as a sentence without its end: "frame_0005.png: the image is blank". */
  readonly message: string;
}

/**
 * Adds what is odd about finished frames to what machines found out about their tasks, as warnings of the code
 * 'frame-odd'. Of each machine the first five of a task are kept, the last of them says so. Task and machine
 * must be there.
 */
export async function addFrameWarnings(executor: Executor, warnings: readonly FrameWarning[]): Promise<void> {
  for (const { taskId, machineId, frame, message } of warnings) {
    const { count, lastPosition } = await executor
      .selectFrom('task_findings')
      .select((builder) => [
        builder.fn.countAll<number>().as('count'),
        builder.fn.max<number | null>('position').as('lastPosition'),
      ])
      .where('task_id', '=', taskId)
      .where('machine_id', '=', machineId)
      .where('position', '>=', firstFrameWarning)
      .executeTakeFirstOrThrow();
    if (count >= warningsAtMost) continue;
    const isLast = count === warningsAtMost - 1;
    const said = `${headOf(frame)}${message.slice(0, messageChars - 100)}.`;
    const row = {
      task_id: taskId,
      machine_id: machineId,
      // Earlier ones may be gone.
      position: lastPosition === null ? firstFrameWarning : lastPosition + 1,
      severity: 'warning',
      code: 'frame-odd',
      message: isLast ? `${said} Further ones of this machine are not listed.` : said,
    };
    await executor.insertInto('task_findings').values(row).execute();
  }
}

/** Frames of the task of which something odd was said. */
export async function warnedFrames(executor: Executor, taskId: number): Promise<readonly number[]> {
  const rows = await selectWarnings(executor, taskId);
  return [...new Set(rows.map(({ message }) => frameOf(message)).filter((frame) => frame !== undefined))];
}

/** Forgets what was odd about these frames: they are rendered anew. */
export async function forgetFrameWarnings(
  executor: Executor,
  { taskId, frames }: { readonly taskId: number; readonly frames: ReadonlySet<number> },
): Promise<void> {
  for (const { machine_id, position, message } of await selectWarnings(executor, taskId)) {
    const frame = frameOf(message);
    if (frame === undefined || !frames.has(frame)) continue;
    await executor
      .deleteFrom('task_findings')
      .where('task_id', '=', taskId)
      .where('machine_id', '=', machine_id)
      .where('position', '=', position)
      .execute();
  }
}

function selectWarnings(executor: Executor, taskId: number) {
  return executor
    .selectFrom('task_findings')
    .select(['machine_id', 'position', 'message'])
    .where('task_id', '=', taskId)
    .where('position', '>=', firstFrameWarning)
    .execute();
}

/** How a warning begins, by which its frame is found again: the table has no column for it. */
function headOf(frame: number): string {
  return `Frame ${frame}: `;
}

function frameOf(message: string): number | undefined {
  const [, frame] = /^Frame (-?\d+): /.exec(message) ?? [];
  return frame === undefined ? undefined : Number(frame);
}
