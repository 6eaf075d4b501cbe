import { dirname, join } from 'node:path';
import { findTask, listEngines, listOutputsOfTask, type Database } from '@renderonline/database';
import { errorInOneLine, type Logger } from '@renderonline/runtime';
import {
  discardOutputs,
  isStaged,
  listStagedLeases,
  publishOutputs,
  type FileOfFrame,
  type StagedFrame,
  type StagedLease,
} from '@renderonline/storage';
import { createOwedFrames } from './owed-frames.ts';
import type { FramePublisher, PublishedFrame } from '../../machines/frame-publisher.ts';

export interface FramePublisherDependencies {
  readonly database: Database;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Knows under which task's folder the outputs of a lease wait. */
export interface StagingRegister {
  /** To be called before the first output of a lease is staged. */
  note(lease: { readonly leaseId: number; readonly taskId: number; readonly filePath: string }): void;
}

/** What nobody in this database knows may be another farm's that shares the folder, while it is young. */
const foreignKeptMs = 60 * 60_000;

type LeasePlace = Omit<StagedFrame, 'frame'>;

/** Publishes what machines uploaded (docs/machine-link.md tells of the order that makes it safe). */
export function createFramePublisher({
  database,
  log,
  nowMs,
}: FramePublisherDependencies): FramePublisher & StagingRegister {
  const places = new Map<number, LeasePlace>();
  const publishing = new Map<number, Set<Promise<void>>>();
  const owed = createOwedFrames();

  async function publish(frame: StagedFrame, outputs: readonly FileOfFrame[]): Promise<void> {
    owed.add(frame);
    const { missing } = await publishOutputs(frame, outputs);
    if (owed.isLastOfEnded(frame)) await discardOutputs(leaseOf(frame));
    if (missing.length > 0) {
      const { taskId, frame: number } = frame;
      log.error(
        { taskId, frame: number, missing },
        'outputs of a frame that is done were removed by somebody',
      );
    }
  }

  function track(taskId: number, work: Promise<void>): Promise<void> {
    const underWay = publishing.get(taskId) ?? new Set();
    publishing.set(taskId, underWay);
    underWay.add(work);
    const forget = (): void => {
      underWay.delete(work);
      if (underWay.size === 0) publishing.delete(taskId);
    };
    work.then(forget, forget);
    return work;
  }

  /** What the database says that a lease has done, by frame. */
  async function acceptedOf(taskId: number, leaseId: number): Promise<Map<number, FileOfFrame[]>> {
    const byFrame = new Map<number, FileOfFrame[]>();
    for (const { frame, attemptId, ...output } of await listOutputsOfTask(database.db, { taskId })) {
      if (attemptId !== leaseId) continue;
      const ofFrame = byFrame.get(frame) ?? [];
      ofFrame.push(output);
      byFrame.set(frame, ofFrame);
    }
    return byFrame;
  }

  async function recoverLease(staged: StagedLease, isLive: boolean): Promise<void> {
    const { taskId, leaseId, frames } = staged;
    const task = await findTask(database.db, { taskId });
    if (task === undefined) {
      if (nowMs() - staged.changedAtMs > foreignKeptMs) await staged.remove();
      return;
    }
    const place: LeasePlace = { taskId, leaseId, filePath: task.render.filePath };
    const accepted = await acceptedOf(taskId, leaseId);
    for (const frame of frames) {
      const outputs = accepted.get(frame);
      if (outputs !== undefined) await publish({ ...place, frame }, outputs);
    }
    if (!isLive) {
      await staged.remove();
      return;
    }
    await staged.removeParts();
    places.set(leaseId, place);
  }

  return {
    note({ leaseId, taskId, filePath }) {
      if (!places.has(leaseId)) places.set(leaseId, { leaseId, taskId, filePath });
    },

    async verify({ leaseId }, frame, outputs) {
      if (new Set(outputs.map(({ name }) => name)).size !== outputs.length) return 'a file is named twice';
      const place = places.get(leaseId);
      for (const output of outputs) {
        if (place === undefined || !(await isStaged({ ...place, frame }, output))) {
          return `${JSON.stringify(output.name)} was not uploaded as it is described`;
        }
      }
      return undefined;
    },

    publish({ leaseId, taskId, frame, outputs, outputDirectory }: PublishedFrame) {
      if (outputs.length === 0 && !places.has(leaseId)) return Promise.resolve();
      const filePath = places.get(leaseId)?.filePath ?? projectBeside(outputDirectory);
      return track(taskId, publish({ leaseId, taskId, filePath, frame }, outputs));
    },

    async discard({ leaseId, frame }) {
      const place = places.get(leaseId);
      if (place === undefined) return;
      if (frame === undefined) {
        places.delete(leaseId);
        // What the database says is done is not to be taken away before it is published; then the rest goes.
        if (owed.end(leaseId)) await discardOutputs(place);
      } else if (!owed.has(leaseId, frame)) await discardOutputs({ ...place, frame });
    },

    async settled(taskId) {
      await Promise.allSettled([...(publishing.get(taskId) ?? [])]);
    },

    async recover(liveLeaseIds) {
      places.clear();
      const engines = await listEngines(database.db);
      for (const downloadPath of new Set(engines.map((engine) => engine.downloadPath))) {
        try {
          for await (const staged of listStagedLeases(downloadPath)) {
            await recoverLease(staged, liveLeaseIds.has(staged.leaseId));
          }
        } catch (error) {
          // An engine whose folder is away must not keep the others from working.
          log.error(
            { reason: errorInOneLine(error), downloadPath },
            'uploaded outputs could not be looked through',
          );
        }
      }
    },
  };
}

function leaseOf({ leaseId, taskId, filePath }: StagedFrame): LeasePlace {
  return { leaseId, taskId, filePath };
}

/** Any path of a project of the task: where its outputs wait is told by its folder alone. */
function projectBeside(outputDirectory: string): string {
  return join(dirname(outputDirectory), 'project');
}
