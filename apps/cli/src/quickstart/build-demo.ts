import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';
import { runBlender } from './run-blender.ts';

export interface DemoWishes {
  readonly blender: string;
  /** The farm's folder for the demo. */
  readonly folder: string;
  /** How long a frame may take; its samples are chosen by that. */
  readonly frameMs: number;
  readonly signal: AbortSignal;
  /** Told in a few words what happens. */
  readonly tell: (text: string) => void;
}

/** As many as build.py makes when nothing else is asked for. */
export const demoFrames = 48;
export const demoFileName = 'renderonline-demo.blend';

const scripts = join(import.meta.dirname, 'demo-scene');
const buildLimitMs = 5 * 60_000;

/**
 * The demo's .blend, built by Blender when there is none yet, or our scripts or `frameMs` have changed. EEVEE when this
 * computer's drivers can run it, else Cycles, which needs none.
 *
 * @returns its path
 * @throws CliError when Blender cannot build it with either
 */
export async function buildDemo({ blender, folder, frameMs, signal, tell }: DemoWishes): Promise<string> {
  const path = join(folder, demoFileName);
  const stamp = join(folder, 'built-from');
  const source = `${await hashOfScripts()} ${frameMs}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === source && (await isFile(path))) return path;

  const log = join(folder, 'build.log');
  const aside = join(folder, `new-${demoFileName}`);
  for (const engine of ['eevee', 'cycles']) {
    tell(
      engine === 'eevee'
        ? 'Building the demo scene in Blender'
        : 'EEVEE does not run here, or too slowly: building for Cycles',
    );
    const ended = await runBlender({
      blender,
      args: [
        ...['--background', '--factory-startup', '--python-exit-code', '1'],
        ...['--python', join(scripts, 'build.py'), '--'],
        ...['--output', aside, '--engine', engine, '--seconds', String(frameMs / 1000)],
      ],
      log,
      limitMs: buildLimitMs,
      signal,
    });
    signal.throwIfAborted();
    if (ended.isSuccess && (await isFile(aside))) {
      await rename(aside, path);
      await writeFile(stamp, source);
      return path;
    }
    await rm(aside, { force: true });
    if (engine === 'cycles') throw notBuilt(blender, ended.reason, log);
  }
  throw new Error('unreachable');
}

function notBuilt(blender: string, reason: string, log: string): CliError {
  return new CliError(
    exitCodes.failed,
    'demo-not-built',
    `${blender} could not build the demo scene: ${reason}`,
    {
      next: `What it said is in ${log}. A newer Blender can be given with --blender PATH.`,
    },
  );
}

async function hashOfScripts(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(scripts)).filter((file) => file.endsWith('.py')).sort()) {
    hash.update(name).update(await readFile(join(scripts, name)));
  }
  return hash.digest('hex');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile() && entry.size > 0,
    () => false,
  );
}
