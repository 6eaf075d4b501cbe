import { spawn, type ChildProcess } from 'node:child_process';
import type { ProcessEnd } from './attempt-end.ts';
import type { RenderContext } from './render-context.ts';
import { terminateTree } from '../processes/end-tree.ts';
import { treeOf, type ProcessTree } from '../processes/process-tree.ts';
import { markerOf, rendererEnvironment } from '../processes/render-marker.ts';
import { createStraySweeper } from '../processes/stray-sweeper.ts';

/**
 * A renderer that ends sooner is not written into instance.json, which costs two syncs: should the guardian die
 * with us, the next start finds it by its marker. Where environments cannot be read, each is written at once.
 */
const recordAfterMs = process.platform === 'linux' ? 250 : 0;

/** What is to be started: no shell, the arguments as they are. */
export interface ProgramOrder {
  /** Unique among the programs of this run; part of its marker. */
  readonly serial: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** What it gets besides the machine's own environment for renderers. */
  readonly env?: Readonly<Record<string, string>>;
  /** Pipes from descriptor 3 on. */
  readonly extraPipes?: number;
}

/** How a program ended, or that it never ran; `error` is the system's. */
export type ProgramEnd =
  | Exclude<ProcessEnd, { kind: 'could-not-start' }>
  | { readonly kind: 'not-started'; readonly error: unknown };

/** A program and all that it starts, which end with us whatever happens. */
export interface GuardedProgram {
  /** null when it could not be started; `exited` says why. */
  readonly child: ChildProcess | null;
  readonly tree: ProcessTree;
  /** Settles as soon as the program itself has ended. Never rejects. */
  readonly exited: Promise<ProgramEnd>;
  /** Settles a moment later, when what it left running has been ended too. Never rejects. */
  readonly gone: Promise<void>;
  /**
   * Asks the tree to end, and kills it after the grace; at once with a grace of 0.
   *
   * @returns false when something of it cannot be killed; it may be tried again
   */
  terminate(graceMs: number): Promise<boolean>;
}

/** Starts programs in process groups of their own, and stands in for their end. */
export interface ProcessKeeper {
  /** Synchronous, so that nothing lies between two renders but the start itself. Never throws. */
  start(order: ProgramOrder): GuardedProgram;
}

/** What keeping programs needs of the surroundings of rendering. */
export type ProcessKeeperInput = Omit<RenderContext, 'settings'>;

export function createProcessKeeper(context: ProcessKeeperInput): ProcessKeeper {
  const { guardian, instanceId, table, log } = context;
  const baseEnv = rendererEnvironment(context.env, '');
  const sweeper = createStraySweeper({
    ...context,
    onStuck: ({ pid }) => {
      log.error({ rendererPid: pid }, 'a process of the renderer cannot be killed');
    },
  });
  const record = createRecord(context);

  return {
    start(order) {
      const marker = markerOf(instanceId, order.serial);
      const { child, exited } = launch(order, {
        ...baseEnv,
        ...rendererEnvironment(order.env ?? {}, marker),
      });
      if (child?.pid === undefined) {
        const nothing: ProcessTree = { pid: null, startedAt: null, marker };
        const gone = exited.then(() => undefined);
        return { child: null, tree: nothing, exited, gone, terminate: async () => true };
      }
      const tree = treeOf(child.pid, marker, table);
      guardian.guard(tree);
      record.add(tree);
      const gone = exited.then(async () => {
        await sweeper.sweep(tree);
        guardian.forget(tree);
        await record.remove(tree);
      });
      return { child, tree, exited, gone, terminate: (graceMs) => terminateTree(tree, graceMs, context) };
    },
  };
}

function launch(
  { file, args, directory, extraPipes = 0 }: ProgramOrder,
  env: NodeJS.ProcessEnv,
): { child: ChildProcess | null; exited: Promise<ProgramEnd> } {
  try {
    const child = spawn(file, [...args], {
      cwd: directory,
      env,
      stdio: ['ignore', 'pipe', 'pipe', ...Array.from({ length: extraPipes }, () => 'pipe' as const)],
      // A group of its own. On Windows this would open a console; taskkill finds the tree without.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const exited = new Promise<ProgramEnd>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signaled', signal });
      });
      // Of a program that runs, nothing more than a signal that could not be sent.
      child.on('error', (error) => {
        if (child.pid === undefined) resolve({ kind: 'not-started', error });
      });
    });
    return { child, exited };
  } catch (error) {
    return { child: null, exited: Promise.resolve({ kind: 'not-started', error }) };
  }
}

/** Writes renderers that live for a while into the record of this instance. */
function createRecord({ instance }: ProcessKeeperInput) {
  let unwritten = new Set<ProcessTree>();
  let timer: NodeJS.Timeout | undefined;
  const written = new Map<ProcessTree, Promise<void>>();

  function write(): void {
    timer = undefined;
    for (const tree of unwritten) written.set(tree, instance.add(tree));
    unwritten = new Set();
  }

  return {
    add(tree: ProcessTree): void {
      unwritten.add(tree);
      if (recordAfterMs === 0) write();
      else timer ??= setTimeout(write, recordAfterMs).unref();
    },
    async remove(tree: ProcessTree): Promise<void> {
      unwritten.delete(tree);
      const adding = written.get(tree);
      if (adding === undefined) return;
      written.delete(tree);
      await adding;
      await instance.remove(tree);
    },
  };
}
