import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const root = join(import.meta.dirname, '..');

export interface Step {
  readonly name: string;
  /** In place of this Node. */
  readonly program?: string;
  /** A script of a dependency or Node's own options; with `program`, its arguments. */
  readonly args: readonly string[];
  /** Where it runs; the root by default. */
  readonly folder?: string;
  /** Beside the environment that all steps have. */
  readonly env?: Readonly<Record<string, string>>;
}

const bin = (path: string) => join(root, 'node_modules', path);

export const formatting: Step = {
  name: 'formatting',
  args: [bin('prettier/bin/prettier.cjs'), '--check', '.'],
};
export const lint: Step = {
  name: 'lint',
  args: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
};
/** Looks only at what changed; a fault that a change makes elsewhere is left to the full run. */
export const cachedLint: Step = {
  name: 'lint',
  args: [...lint.args, '--cache', '--cache-location', bin('.cache/eslint')],
};
export const types: Step = { name: 'types', args: [bin('typescript/bin/tsc'), '-p', '.'] };
/** A browser has other globals. */
export const clientTypes: Step = {
  name: 'types of RNOClient',
  args: [bin('typescript/bin/tsc'), '-p', 'apps/rno-client'],
};
export const desktopTypes: Step = {
  name: 'types of the desktop program',
  args: [bin('typescript/bin/tsc'), '-p', 'apps/rno-desktop'],
};
export const client: Step = { name: 'RNOClient', args: [join(root, 'scripts', 'build-client.ts')] };

/** Tests by their globs; their summary is the last thing printed. */
export function tests(globs: readonly string[]): Step {
  return { name: 'tests', args: [join(root, 'scripts', 'run-tests.ts'), ...globs] };
}

/** Several times what the longest step takes: one that stands still fails, and is named. */
const stepLimitMs = 30 * 60_000;

/** Programs that tests start are compiled once, not at every start. */
const everyEnv = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };

/** Runs steps in order and ends the process at the first that fails, with its code. */
export function runSteps(steps: readonly Step[]): void {
  for (const { name, program = process.execPath, args, folder = root, env = {} } of steps) {
    console.log(`\n▶ ${name}`);
    const startedAt = performance.now();
    const result = spawnSync(program, args, {
      cwd: folder,
      env: { ...everyEnv, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: stepLimitMs,
    });
    if (result.error) console.error(`✖ ${name}: ${result.error.message}`);
    if (result.status !== 0) {
      console.error(`✖ ${name} failed`);
      process.exit(result.status ?? 1);
    }
    if (name !== 'tests') console.log(`✔ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
}

/**
 * Runs lanes of steps beside one another, each lane in its order, for these steps use one core each. What a step has to
 * say is printed when it has ended. The first that fails ends the others and the process, with its code.
 */
export async function runBeside(lanes: readonly (readonly Step[])[]): Promise<void> {
  const running = new Set<ChildProcess>();

  async function run({
    name,
    program = process.execPath,
    args,
    folder = root,
    env = {},
  }: Step): Promise<void> {
    const startedAt = performance.now();
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...everyEnv, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: stepLimitMs,
    });
    running.add(child);
    const ended = new Promise<number>((resolve) => {
      child.once('error', ({ message }) => {
        console.error(`✖ ${name}: ${message}`);
        resolve(1);
      });
      child.once('close', (code) => {
        resolve(code ?? 1);
      });
    });
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    running.delete(child);
    const said = [stdout, stderr].map((each) => each.trim()).filter((each) => each !== '');
    console.log([`\n▶ ${name}`, ...said].join('\n'));
    if (code !== 0) {
      console.error(`✖ ${name} failed`);
      for (const other of running) other.kill();
      process.exit(code);
    }
    console.log(`✔ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  }

  await Promise.all(
    lanes.map(async (steps) => {
      for (const step of steps) await run(step);
    }),
  );
}
