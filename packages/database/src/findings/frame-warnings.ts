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
    const { count } = await executor
      .selectFrom('task_findings')
      .select((builder) => builder.fn.countAll<number>().as('count'))
      .where('task_id', '=', taskId)
      .where('machine_id', '=', machineId)
      .where('position', '>=', firstFrameWarning)
      .executeTakeFirstOrThrow();
    if (count >= warningsAtMost) continue;
    const isLast = count === warningsAtMost - 1;
    const said = `Frame ${frame}: ${message.slice(0, messageChars - 100)}.`;
    const row = {
      task_id: taskId,
      machine_id: machineId,
      position: firstFrameWarning + count,
      severity: 'warning',
      code: 'frame-odd',
      message: isLast ? `${said} Further ones of this machine are not listed.` : said,
    };
    await executor.insertInto('task_findings').values(row).execute();
  }
}
