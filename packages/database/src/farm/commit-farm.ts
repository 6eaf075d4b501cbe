import type { Database } from '../database.ts';
import { settleWaitingTasks } from '../dependencies/settle-waiting-tasks.ts';
import { refuseFormerLeader } from '../leadership/refuse-former-leader.ts';
import { noteMachineEvents } from '../webhooks/note-machine-events.ts';
import { endLeases } from './end-leases.ts';
import { endTasks } from './end-tasks.ts';
import { failFrames } from './fail-frames.ts';
import type { FarmBatch, FarmCommit } from './farm-batch.ts';
import { finishFrames } from './finish-frames.ts';
import { grantFarmLeases } from './grant-farm-leases.ts';
import { openCommit } from './open-commit.ts';
import { settleTasks } from './settle-tasks.ts';
import { shrinkLeases } from './shrink-leases.ts';
import { startLeases } from './start-leases.ts';

/**
 * Writes what the scheduler decided and heard, in one transaction. Every write of a lease's holder is fenced
 * by lease id and token, every grant by the state of its task, machine and frames. Committing the same batch
 * again (its answer was lost) writes nothing twice: what is so already is no refusal, but for ends, whose
 * leases are gone.
 *
 * @throws 'leadership-lost' when another RenderAPI leads by now; nothing is written then
 */
export async function commitFarm(database: Database, batch: FarmBatch): Promise<FarmCommit> {
  return database.transaction(async (trx) => {
    await refuseFormerLeader(trx, batch.generation);
    const commit = await openCommit(trx, batch);
    await startLeases(commit, batch.starts ?? []);
    await finishFrames(commit, batch.framesDone ?? []);
    await endLeases(commit, batch.ends ?? []);
    await shrinkLeases(commit, batch.shrinks ?? []);
    await failFrames(commit, batch.failedFrames ?? []);
    await grantFarmLeases(commit, batch.grants ?? []);
    const ending = await endTasks(commit, batch.taskChanges ?? []);
    for (const { taskId, notBeforeMs } of batch.notBefore ?? []) {
      const task = commit.tasks.get(taskId);
      if (task !== undefined) task.changes.notBeforeMs = notBeforeMs;
    }
    await settleTasks(commit, ending);
    await noteMachineEvents(trx, { events: batch.machineEvents ?? [], nowMs: batch.nowMs });
    const changed = [...ending].map(([taskId, { state }]) => ({ taskId, state }));
    const waitingTasks = await settleWaitingTasks(trx, { changed, nowMs: batch.nowMs });
    return { ...commit.refusals, waitingTasks };
  });
}
