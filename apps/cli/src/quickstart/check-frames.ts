import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pngFault } from './png-fault.ts';

/** What is wrong with the demo's frames. */
export interface FrameFault {
  readonly frame: number;
  readonly fault: string;
  readonly isMissing: boolean;
}

/** Looks whether frames 1 to `count` are all in a folder, as whole PNG files. */
export async function faultsOfFrames(folder: string, count: number): Promise<FrameFault[]> {
  const names = await readdir(folder).catch(() => []);
  const byFrame = new Map<number, string>();
  for (const name of names) {
    const number = /(\d+)\.png$/i.exec(name)?.[1];
    if (number !== undefined) byFrame.set(Number(number), name);
  }
  const faults: FrameFault[] = [];
  for (let frame = 1; frame <= count; frame++) {
    const name = byFrame.get(frame);
    const fault = name === undefined ? 'it is missing' : pngFault(await readFile(join(folder, name)));
    if (fault !== undefined) faults.push({ frame, fault, isMissing: name === undefined });
  }
  return faults;
}
