import { sanitizeFileName } from '@renderonline/domain';

const maxLength = 500;
const maxSegments = 8;

/**
 * Whether an output may be called so: `frame_0001.png`, or with folders `passes/depth_0001.exr`. Only names that
 * mean the same on every file system and stay below the folder that they are put into.
 */
export function isOutputName(name: string): boolean {
  if (name.length > maxLength) return false;
  const segments = name.split('/');
  return segments.length <= maxSegments && segments.every(isSafeSegment);
}

function isSafeSegment(segment: string): boolean {
  try {
    return sanitizeFileName(segment) === segment;
  } catch {
    // Nothing is left of it.
    return false;
  }
}
