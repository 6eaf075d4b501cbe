import { explainViolations } from '../broken-constraints.ts';
import type { Database } from '../database.ts';
import { taskNotFound } from '../tasks/task-not-found.ts';
import { firstFrameWarning } from './frame-warnings.ts';
import type { TaskFinding } from './list-findings.ts';

/** A scene with more troubles than these is not put right by reading on. */
const findingsAtMost = firstFrameWarning;
const codeChars = 64;
const messageChars = 2000;

/**
 * Keeps what a machine found out about a task's scene, in place of what it said before. Of very many findings
 * the first 200 are kept, errors before warnings. Warnings of its frames stay.
 *
 * @throws 'task-not-found' when the task or the machine is gone
 */
export async function saveFindings(
  database: Database,
  input: {
    readonly taskId: number;
    readonly machineId: number;
    readonly findings: readonly TaskFinding[];
  },
): Promise<void> {
  const { taskId, machineId } = input;
  const rows = [...input.findings]
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
    .slice(0, findingsAtMost)
    .map(({ severity, code, message }, position) => ({
      task_id: taskId,
      machine_id: machineId,
      position,
      severity,
      code: code.slice(0, codeChars),
      message: message.slice(0, messageChars),
    }));
  await database.transaction(async (trx) => {
    await trx
      .deleteFrom('task_findings')
      .where('task_id', '=', taskId)
      .where('machine_id', '=', machineId)
      .where('position', '<', firstFrameWarning)
      .execute();
    if (rows.length === 0) return;
    await explainViolations(trx.insertInto('task_findings').values(rows).execute(), {
      'foreign-key': () => taskNotFound(taskId),
    });
  });
}
