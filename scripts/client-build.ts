import { spawnSync } from 'node:child_process';
import { globSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-steps.ts';

const client = join(root, 'apps', 'rno-client');
const built = join(client, 'dist');
/** What RNOClient is made of. */
const sources = [
  'apps/rno-client/{src,build,public}/**/*',
  'apps/rno-client/{index.html,vite.config.ts,package.json}',
  'packages/{client,contract,domain,schema}/src/**/*.ts',
  'package-lock.json',
];

/** Builds RNOClient unless what is there is newer than all that it is made of. @throws Error when it cannot be built */
export function ensureClient(): void {
  const builtAtMs = statSync(join(built, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (builtAtMs === undefined || newestSourceMs() > builtAtMs) buildClient();
}

function newestSourceMs(): number {
  const paths = globSync(sources, { cwd: root });
  return Math.max(...paths.map((path) => statSync(join(root, path)).mtimeMs));
}

/**
 * Builds RNOClient into apps/rno-client/dist, from where RenderAPI serves it. It comes in one piece: a RenderAPI that
 * runs meanwhile never serves half of it.
 *
 * @throws Error with what the build has said
 */
export function buildClient(): void {
  const aside = `${built}.${process.pid}`;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', aside, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: client, encoding: 'utf8', timeout: 300_000 },
  );
  try {
    if (status !== 0) throw new Error(`RNOClient could not be built: ${error?.message ?? stdout + stderr}`);
    rmSync(built, { recursive: true, force: true });
    renameSync(aside, built);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
