import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@renderonline/runtime';
import type { ProcessTree } from '../processes/process-tree.ts';
import type { GuardianOrder } from './guardian-order.ts';

const guardianPath = fileURLToPath(new URL('./guardian-main.ts', import.meta.url));
const readyLimitMs = 20_000;
const shortestRestartMs = 100;
const longestRestartMs = 30_000;
/** Longer than it takes to kill what can be killed. */
const closeLimitMs = 15_000;

export interface Guardian {
  /** For tests and logs; undefined while it is being started again. */
  readonly pid: number | undefined;
  guard(tree: ProcessTree): void;
  forget(tree: ProcessTree): void;
  /** It ends what it still guards, and itself. */
  close(): Promise<void>;
}

/**
 * Starts the guardian (see guardian-main.ts) and starts it again when it dies before we do.
 *
 * @param instanceMarker with what the markers of all our renderers begin
 * @throws Error when it does not come up within 20 s.
 */
export async function startGuardian(instanceMarker: string, log: Logger): Promise<Guardian> {
  const guarded = new Map<string, ProcessTree>();
  let isClosing = false;
  let restartMs = shortestRestartMs;
  let child = await launch(instanceMarker);
  let restarting = Promise.resolve();
  child.once('exit', onExit);

  function tell(order: GuardianOrder): void {
    child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  function onExit(): void {
    if (isClosing) return;
    log.warn({ restartMs }, 'the guardian of the renderers has ended; it is started again');
    setTimeout(() => {
      restarting = restart();
    }, restartMs).unref();
    restartMs = Math.min(restartMs * 2, longestRestartMs);
  }

  async function restart(): Promise<void> {
    if (isClosing) return;
    try {
      child = await launch(instanceMarker);
    } catch (error) {
      log.error({ err: error }, 'the guardian of the renderers does not start');
      onExit();
      return;
    }
    child.once('exit', onExit);
    for (const tree of guarded.values()) tell({ kind: 'guard', tree });
  }

  return {
    get pid() {
      return child.exitCode === null && child.signalCode === null ? child.pid : undefined;
    },
    guard(tree) {
      guarded.set(tree.marker, tree);
      tell({ kind: 'guard', tree });
    },
    forget(tree) {
      guarded.delete(tree.marker);
      tell({ kind: 'forget', marker: tree.marker });
    },
    async close() {
      isClosing = true;
      // One that is being started now would stay otherwise.
      await restarting;
      await end(child);
    },
  };
}

async function launch(instanceMarker: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [guardianPath, instanceMarker], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    env: guardianEnvironment(),
  });
  // What is written to a guardian that has just died is lost, and told again to the next one.
  child.stdin.on('error', () => undefined);
  try {
    const signal = AbortSignal.timeout(readyLimitMs);
    await Promise.race([
      once(child.stdout, 'data', { signal }),
      once(child, 'exit', { signal }).then(() => {
        throw new Error('the guardian ended at once');
      }),
    ]);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error('The guardian of the renderers could not be started', { cause: error });
  }
  return child;
}

/** Tells a guardian that we are gone, and waits until it is. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  try {
    await once(child, 'exit', { signal: AbortSignal.timeout(closeLimitMs) });
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * Options for Node in our own environment (a debugger's, a test runner's) are not meant for the guardian. It
 * shares our cache of compiled code: to strip types anew takes it 24 MiB, which it would hold for good.
 */
function guardianEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...rest } = process.env;
  const cache = getCompileCacheDir();
  // Node keeps it in a folder for each of its versions.
  return cache === undefined ? rest : { ...rest, NODE_COMPILE_CACHE: dirname(cache) };
}
