// The door of every npm script: brings the dependencies (and with them the pinned Node) up to the
// lockfile, then runs the TypeScript file it is given on that Node. Plain JavaScript, because a
// newcomer's Node may be 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { isUpToDate } from './installation.mjs';
import { findNode } from './pinned-node.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.renderonline-lockfile');

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled(hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

function installDependencies() {
  const hash = lockfileHash();
  if (isInstalled(hash)) return;
  if (isUpToDate(root)) {
    // By hand, with npm: to install it again would take it from programs that run on it.
    try {
      finishInstallation(hash);
    } catch {
      // Somebody else's folder, perhaps: all that is lost is that the next start looks again.
    }
    return;
  }
  requireWritable();
  console.error('Installing dependencies (first start, or package-lock.json changed) …');
  // npm is a .cmd on Windows, which Node starts only through a shell; the arguments are constants.
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    const reason = npm.error ? npm.error.message : `npm ci ended with code ${npm.status}`;
    console.error(
      `The dependencies could not be installed: ${reason}.\n` +
        'Check the network, the free disk space and that this folder is writable, then run the command again.',
    );
    process.exit(1);
  }
  finishInstallation(hash);
}

/** npm takes many lines to say that it may not write here. */
function requireWritable() {
  const probe = join(root, `.writable-${process.pid}`);
  writeFileSync(probe, '');
  rmSync(probe);
}

function whyNotInstalled(error) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return `the disk of ${root} is full. Make room, then run the command again.`;
  }
  return `${error.message}. Is this folder writable?`;
}

function finishInstallation(hash) {
  unlinkUnusableNode();
  writeFileSync(stamp, hash);
}

/**
 * npm puts the pinned Node before the system's on the PATH of its scripts. One that does not start here
 * would keep the next `npm run` from ever reaching this file.
 */
function unlinkUnusableNode() {
  if (findNode(createRequire(join(root, 'package.json'))).isPinned) return;
  for (const name of ['node', 'node.cmd', 'node.ps1']) {
    rmSync(join(root, 'node_modules', '.bin', name), { force: true });
  }
}

/** Node 26's own builds need libatomic, which a small Debian lacks; everything else Node brings. */
async function mayInstallLibatomic(args) {
  if (!existsSync('/etc/debian_version') || process.getuid() !== 0) return false;
  // What verify needs it installs, as the README says; quickstart asks, and --yes answers.
  if (args.includes('--yes') || args[0] === undefined || process.env.CI !== undefined) return true;
  if (!process.stdin.isTTY) return false;
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await questions.question(
    'Node needs the library libatomic. Install it with apt-get? [Y/n] ',
  );
  questions.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

function installLibatomic() {
  console.error('Installing libatomic1 …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'libatomic1'],
  ]) {
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
}

async function nodeToUse(args) {
  const require = createRequire(join(root, 'package.json'));
  let found = findNode(require);
  if (found.lacks === 'libatomic' && (await mayInstallLibatomic(args))) {
    installLibatomic();
    found = findNode(require);
  }
  if (found.path !== undefined) return found.path;
  console.error(found.problem);
  process.exit(1);
}

async function run(file, args) {
  const node = await nodeToUse(args);
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  };
  const child = spawn(node, [join(root, file), ...args], { stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone does not.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/bootstrap.mjs FILE [arguments]');
  process.exit(2);
}
try {
  installDependencies();
} catch (error) {
  console.error(`The dependencies could not be installed: ${whyNotInstalled(error)}`);
  process.exit(1);
}
await run(file, args);
