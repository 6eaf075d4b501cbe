import { createHash } from 'node:crypto';
import type { ManifestSummary } from '@renderonline/contract';
import { findTask, listOutputsOfTask, type Database } from '@renderonline/database';
import {
  canonicalManifest,
  domainError,
  stepFiles,
  stepManifest,
  type FrameRange,
  type Manifest,
  type StepFile,
} from '@renderonline/domain';

/** Whose frames a step renders; null for all of them. */
export interface StepInput {
  readonly taskId: number;
  readonly frames: readonly FrameRange[] | null;
}

/** The project of a step: frames of another task, which lie in that task's output folder. */
export interface StepProject {
  readonly manifest: Manifest;
  readonly summary: ManifestSummary;
  /** The task whose frames they are. */
  readonly inputTaskId: number;
  /** The project file of that task: their folder is beside it. */
  readonly inputFilePath: string;
  /** When that task ended; null while it goes on. */
  readonly inputEndedAtMs: number | null;
  /** One of them that has these bytes. */
  fileOf(sha256: string): StepFile | undefined;
}

export interface StepProjects {
  /** @throws DomainError 'step-input-missing' */
  of(input: StepInput): Promise<StepProject>;
}

/** A step of many leases asks for each of them, and its machines for each file. */
const rememberedMs = 10_000;
const remembered = 16;

/** @param nowMs a clock that only grows */
export function createStepProjects(
  database: Database,
  nowMs: () => number = performance.now.bind(performance),
): StepProjects {
  const known = new Map<string, { readonly atMs: number; readonly project: Promise<StepProject> }>();
  return {
    of(input) {
      const key = JSON.stringify(input);
      const found = known.get(key);
      if (found !== undefined && nowMs() - found.atMs < rememberedMs) return found.project;
      const project = readProject(database, input);
      known.delete(key);
      known.set(key, { atMs: nowMs(), project });
      for (const oldest of known.keys()) if (known.size > remembered) known.delete(oldest);
      project.catch(() => {
        known.delete(key);
      });
      return project;
    },
  };
}

async function readProject({ db }: Database, { taskId, frames }: StepInput): Promise<StepProject> {
  const input = await findTask(db, { taskId });
  if (input === undefined) {
    throw domainError('step-input-missing', `Task ${taskId}, whose frames it takes, was deleted.`, {
      taskId,
    });
  }
  const outputs = await listOutputsOfTask(db, { taskId });
  const files = stepFiles(frames === null ? outputs : outputs.filter(({ frame }) => isIn(frames, frame)));
  const manifest = stepManifest(files);
  if (manifest === undefined) {
    throw domainError('step-input-missing', `Task ${taskId} has no frames that another task could take.`, {
      taskId,
    });
  }
  const byHash = new Map(files.map((file) => [file.sha256, file]));
  return {
    manifest,
    summary: {
      sha256: createHash('sha256').update(canonicalManifest(manifest)).digest('hex'),
      fileCount: files.length,
      totalBytes: files.reduce((sum, { size }) => sum + size, 0),
      mainPath: manifest.mainPath,
    },
    inputTaskId: taskId,
    inputFilePath: input.render.filePath,
    inputEndedAtMs: input.task.endedAtMs,
    fileOf: (sha256) => byHash.get(sha256),
  };
}

function isIn(frames: readonly FrameRange[], frame: number): boolean {
  return frames.some(({ first, last }) => frame >= first && frame <= last);
}
