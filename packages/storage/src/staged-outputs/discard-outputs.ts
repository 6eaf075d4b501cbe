import { rm } from 'node:fs/promises';
import { stagedFrameFolder, stagingFolderOf, type StagedFrame } from './staging-place.ts';

/** Removes what waits of a frame, or of all frames of a lease. What is not there is fine. */
export async function discardOutputs(
  what: Omit<StagedFrame, 'frame'> & { readonly frame?: number },
): Promise<void> {
  const leaseFolder = stagingFolderOf(what);
  if (leaseFolder === undefined) return;
  const folder = what.frame === undefined ? leaseFolder : stagedFrameFolder(leaseFolder, what.frame);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
