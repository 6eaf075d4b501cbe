import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './program.ts';

const run = promisify(execFile);

/**
 * Builds the turning cube with real Blender.
 *
 * @param samples makes it a Cycles scene of so many samples, slow enough to be killed in the middle
 */
export async function buildScene(path: string, frames: number, samples?: number): Promise<void> {
  const script = join(root, 'tests', 'scenes', 'turning-cube.py');
  const slow = samples === undefined ? [] : [String(samples)];
  const args = [
    '-b',
    '--factory-startup',
    '--python-exit-code',
    '1',
    '--python',
    script,
    '--',
    path,
    String(frames),
  ];
  await run('blender', [...args, ...slow], { timeout: 60_000 });
}
