// Plain JavaScript: it runs on whatever Node a newcomer has (20 or newer).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules already holds what package-lock.json asks for, whoever installed it. npm writes down there
 * what it has installed once it is done, and each of these packages has to be there still.
 *
 * @param {string} root the folder of package-lock.json
 * @returns {boolean} false also when that cannot be told
 */
export function isUpToDate(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return (
    // One too many could stand before the one that is meant.
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (path in installed
          ? isSame(entry, installed[path]) && isThere(root, path, entry)
          : isForOthers(entry)),
    )
  );
}

function readPackages(path) {
  try {
    const { packages } = JSON.parse(readFileSync(path, 'utf8'));
    return typeof packages === 'object' && packages !== null ? packages : undefined;
  } catch {
    return undefined;
  }
}

function isSame(wanted, installed) {
  // Where the content is known, it does not matter which registry it came from.
  const keys = wanted.integrity === undefined ? ['version', 'link', 'resolved'] : ['version', 'integrity'];
  return keys.every((key) => wanted[key] === installed[key]);
}

function isThere(root, path, { version, link }) {
  const file = join(root, path, 'package.json');
  if (link || !path.includes('node_modules/')) return existsSync(file);
  try {
    return JSON.parse(readFileSync(file, 'utf8')).version === version;
  } catch {
    return false;
  }
}

/** npm leaves out what is optional and for another system. */
function isForOthers({ optional, os, cpu }) {
  return optional === true && !(admits(os, process.platform) && admits(cpu, process.arch));
}

/** npm's lists name what is meant, or with a `!` what is not; one name may stand without a list. */
function admits(nameOrList, name) {
  if (nameOrList === undefined) return true;
  const list = [nameOrList].flat();
  if (list.includes(`!${name}`)) return false;
  return list.includes(name) || list.every((one) => one.startsWith('!'));
}
