import { dirname, join } from 'node:path';
import type { EnqueueTaskInput } from '@renderonline/database';
import { outputDirectoryOf, reserveProject, type ReceivedProject } from '@renderonline/storage';
import type { CheckedStep } from './submission-check.ts';

/** A step with the folder that its outputs will be in. */
export interface ReservedStep {
  readonly step: CheckedStep;
  readonly place: Omit<ReceivedProject, 'sha256'>;
}

/** Makes the folders of steps; after a failure there are none. */
export async function reserveSteps(
  steps: readonly CheckedStep[],
  place: { readonly userId: number; readonly receivedAtMs: number; readonly fileName: string },
): Promise<ReservedStep[]> {
  const reserved: ReservedStep[] = [];
  try {
    for (const step of steps) {
      const { downloadPath } = step.engine;
      reserved.push({ step, place: await reserveProject({ ...place, downloadPath }) });
    }
    return reserved;
  } catch (error) {
    await Promise.all(reserved.map((one) => one.place.discard()));
    throw error;
  }
}

/** A step as its row is written. */
export function rowOfStep({ step, place }: ReservedStep): NonNullable<EnqueueTaskInput['steps']>[number] {
  const { fileName, filePath } = place;
  const outputDirectory = outputDirectoryOf(filePath);
  // What its first frame is called by an extension is known when that is rendered.
  const firstFrame = join(dirname(filePath), '000001');
  return {
    fileName,
    filePath,
    fileSize: 0,
    arguments: step.commandFor({ filePath: firstFrame, outputDirectory }),
    argumentTemplate: step.engine.renderArgument,
    argumentValues: Object.fromEntries(step.values),
    engineId: step.engine.engineId,
    frames: step.frames,
    ...step.wishes,
  };
}
