// The door of every npm script: brings the dependencies (and with them the pinned Node) up to the
// lockfile, then runs the TypeScript file it is given on that Node. Plain JavaScript, because a
// newcomer's Node may be 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPinnedNode } from './pinned-node.mjs';

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
  writeFileSync(stamp, hash);
}

function nodeToUse() {
  const pinned = findPinnedNode(createRequire(join(root, 'package.json')));
  if (pinned !== undefined) return pinned;
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return process.execPath;
  console.error(
    `There is no pinned Node for ${process.platform}-${process.arch} and this is ${process.version}. ` +
      'Install Node 24 or newer, then run the command again.',
  );
  process.exit(1);
}

function run(file, args) {
  const node = nodeToUse();
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
  console.error(`The dependencies could not be installed: ${error.message}. Is this folder writable?`);
  process.exit(1);
}
run(file, args);
