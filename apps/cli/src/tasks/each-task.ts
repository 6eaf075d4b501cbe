import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';

/** What was said of one task, and is no reason to leave the others alone. */
const concernsOneTask: readonly ExitCode[] = [exitCodes.notFound, exitCodes.refused];

/**
 * Does something with each task. One that is refused is told on standard error, and the others are done all the same.
 *
 * @returns the tasks it was done with, and the exit code of the first refusal
 * @throws what else goes wrong, at once
 */
export async function eachTask(
  io: CliIo,
  { taskIds, json }: { taskIds: readonly number[]; json: boolean },
  act: (taskId: number) => Promise<void>,
): Promise<{ done: readonly number[]; exitCode: ExitCode }> {
  const done: number[] = [];
  let exitCode: ExitCode = exitCodes.ok;
  for (const taskId of new Set(taskIds)) {
    try {
      await act(taskId);
      done.push(taskId);
    } catch (error) {
      const { reportError, reportOf } = await import('../io/report-error.ts');
      const { exitCode: code } = await reportOf(error);
      if (!concernsOneTask.includes(code)) throw error;
      await reportError(io, error, json);
      if (exitCode === exitCodes.ok) exitCode = code;
    }
  }
  return { done, exitCode };
}
