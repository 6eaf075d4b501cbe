import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Prerequisite {
  readonly program: string;
  /** As pkg-config knows it: what is needed is not the program but this library, to compile with. */
  readonly library?: string;
  /** Where it is when it is not on the PATH of an ordinary user. */
  readonly alsoAt: readonly string[];
  readonly debianPackages: readonly string[];
  readonly elsewhere: string;
}

/** What the tests run for real, besides Node. */
export const prerequisites: readonly Prerequisite[] = [
  {
    program: 'mariadbd',
    alsoAt: ['/usr/sbin/mariadbd', '/opt/homebrew/bin/mariadbd', '/usr/local/bin/mariadbd'],
    debianPackages: ['mariadb-server', 'mariadb-client'],
    elsewhere: 'MariaDB 10.6 or newer (mariadb.org, "brew install mariadb", "dnf install mariadb-server")',
  },
  {
    program: 'blender',
    alsoAt: ['/Applications/Blender.app/Contents/MacOS/Blender'],
    // Debian's blender needs the two GL packages for EEVEE without a display and forgets to say so.
    debianPackages: ['blender', 'libegl1', 'libgl1-mesa-dri'],
    elsewhere: 'Blender 3.4 or newer (blender.org, "brew install --cask blender", "dnf install blender")',
  },
  {
    program: 'povray',
    alsoAt: [],
    debianPackages: ['povray'],
    elsewhere: 'POV-Ray 3.7 (povray.org, "brew install povray")',
  },
  {
    program: 'ffmpeg',
    alsoAt: [],
    debianPackages: ['ffmpeg'],
    elsewhere: 'ffmpeg (ffmpeg.org, "brew install ffmpeg")',
  },
  {
    program: 'openssl',
    alsoAt: [],
    debianPackages: ['openssl'],
    elsewhere: 'OpenSSL (its command line makes the certificates of the tests)',
  },
  {
    program: 'unzip',
    alsoAt: [],
    debianPackages: ['unzip'],
    elsewhere: 'unzip',
  },
  {
    program: 'python3',
    alsoAt: [],
    debianPackages: ['python3'],
    elsewhere: 'Python 3 (its zipfile checks our archives)',
  },
  {
    program: 'chromium',
    alsoAt: ['/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    debianPackages: ['chromium'],
    elsewhere: 'Chromium or Chrome',
  },
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isInstalled({ program, library, alsoAt }: Prerequisite): boolean {
  if (library !== undefined) return spawnSync('pkg-config', ['--exists', library]).status === 0;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.map((folder) => join(folder, program)), ...alsoAt].some(isExecutable);
}

function mayUseApt(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with ${String(result.status)}`);
}

/**
 * Brings what the tests need: on Debian as root by apt, elsewhere by saying what to install.
 *
 * @throws Error whose message names every missing program and how to get it
 */
export function installPrerequisites(needed: readonly Prerequisite[] = prerequisites): void {
  const missing = needed.filter((prerequisite) => !isInstalled(prerequisite));
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  if (packages.length > 0 && mayUseApt()) {
    console.log(`Installing ${packages.join(', ')} …`);
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  }
  const stillMissing = missing.filter((prerequisite) => !isInstalled(prerequisite));
  if (stillMissing.length === 0) return;
  const lines = stillMissing.map(({ program, elsewhere }) => `  ${program}: ${elsewhere}`);
  const debian =
    packages.length > 0 && existsSync('/etc/debian_version')
      ? `\nOn Debian: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
      : '';
  throw new Error(`The tests need programs that are not installed:\n${lines.join('\n')}${debian}`);
}
