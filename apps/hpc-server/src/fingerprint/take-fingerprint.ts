import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, hostname, release, totalmem, version } from 'node:os';
import type { Fingerprint } from '@renderonline/contract/link';
import type { InstalledEngine } from '../leases/lease-runner.ts';
import { findGpus } from './find-gpus.ts';
import { programRunner, type RunProgram } from './run-program.ts';

const programLimitMs = 10_000;
const megabyte = 1024 * 1024;

/** What this computer is. */
export async function takeFingerprint(engines: readonly InstalledEngine[]): Promise<Fingerprint> {
  const run = programRunner(programLimitMs);
  const [os, gpus] = await Promise.all([nameOfSystem(run), findGpus(run, process.platform)]);
  return {
    hostName: hostname().slice(0, 255),
    os: os.slice(0, 255),
    arch: arch(),
    cores: availableParallelism(),
    memoryMb: Math.round(memoryBytes() / megabyte),
    gpus,
    engines: engines.slice(0, 256).map(({ name, version: engineVersion, executablePath, hasSessions }) => ({
      name,
      version: engineVersion,
      executablePath,
      hasSessions,
    })),
  };
}

/** In a container less may be ours than the computer has. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

async function nameOfSystem(run: RunProgram): Promise<string> {
  if (process.platform === 'win32') return `${version()} ${release()}`;
  if (process.platform === 'darwin') {
    return `macOS ${((await run('sw_vers', ['-productVersion'])) ?? release()).trim()}`;
  }
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1] ?? `${process.platform} ${release()}`;
}
