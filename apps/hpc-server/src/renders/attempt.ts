import { joinCommandLine } from '@renderonline/domain';
import { outputParserFor } from '@renderonline/engines';
import type { KeptLog } from '@renderonline/runtime';
import { createLeaseLog, type LeaseLog, type OutputStream } from '../leases/lease-log.ts';
import { createSpooledLog } from '../logs/spooled-log.ts';
import { killTree, terminateTree } from '../processes/end-tree.ts';
import { markerOf } from '../processes/render-marker.ts';
import { treeOf, type ProcessTree } from '../processes/process-tree.ts';
import { judgeEnd, type AttemptEnd, type ProcessEnd, type StopReason } from './attempt-end.ts';
import { makeAttemptFolder, pruneAttemptFolders } from './attempt-folders.ts';
import { createAttemptProgress, type AttemptProgress } from './attempt-progress.ts';
import { whyNotStarted } from './could-not-start.ts';
import { createOutputReader, type OutputReader } from './output-reader.ts';
import type { RenderContext } from './render-context.ts';
import type { RenderOrder } from './render-order.ts';
import { launchRenderer, type RenderProcess } from './render-process.ts';

/** How long a stray process may hold the renderer's output open after the renderer and its tree have ended. */
const outputLimitMs = 2000;

/** One render, from the order to its end. */
export interface Attempt {
  readonly order: RenderOrder;
  readonly progress: AttemptProgress;
  /** Settles when the renderer runs: undefined, or why it could not be started. Never rejects. */
  readonly started: Promise<string | undefined>;
  /** Settles when nothing of the renderer is left. Never rejects. */
  readonly ended: Promise<AttemptEnd>;
  /** How it ended; undefined while it runs. */
  end(): AttemptEnd | undefined;
  /** Milliseconds since it started, or that it took. */
  totalMs(): number;
  logPath(): string | null;
  /** What the renderer said so far; undefined while nothing of it is on the disk. */
  log(): { readonly kept: KeptLog; readonly isEnded: boolean } | undefined;
  /**
   * Asks the renderer to end, kills its tree after the grace, and waits until nothing is left of it.
   *
   * @returns false when something of it cannot be killed: the attempt goes on, and may be stopped again.
   */
  stop(reason: StopReason): Promise<boolean>;
}

/** Starts a render. What goes wrong from here on is the attempt's end, not an exception. */
export function startAttempt(order: RenderOrder, serial: number, context: RenderContext): Attempt {
  return new RunningAttempt(order, markerOf(context.instanceId, serial), context);
}

class RunningAttempt implements Attempt {
  readonly order: RenderOrder;
  readonly progress = createAttemptProgress();
  readonly started: Promise<string | undefined>;
  readonly ended: Promise<AttemptEnd>;

  readonly #context: RenderContext;
  readonly #marker: string;
  readonly #startedMs: number;
  readonly #settleStarted: (why: string | undefined) => void;
  #end: AttemptEnd | undefined;
  #tookMs = 0;
  #logPath: string | null = null;
  #log: { readonly kept: KeptLog; readonly isEnded: boolean } | undefined;
  #stopReason: StopReason | undefined;
  #tree: ProcessTree | undefined;
  #terminating: Promise<boolean> | undefined;

  constructor(order: RenderOrder, marker: string, context: RenderContext) {
    this.order = order;
    this.#context = context;
    this.#marker = marker;
    this.#startedMs = context.clock.elapsedMs();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.started = promise;
    this.#settleStarted = resolve;
    this.ended = this.#run();
  }

  end(): AttemptEnd | undefined {
    return this.#end;
  }

  totalMs(): number {
    return this.#end ? this.#tookMs : Math.round(this.#context.clock.elapsedMs() - this.#startedMs);
  }

  logPath(): string | null {
    return this.#logPath;
  }

  log() {
    return this.#log;
  }

  async stop(reason: StopReason): Promise<boolean> {
    if (this.#end) return true;
    this.#stopReason ??= reason;
    this.progress.stopBelieving();
    // While it is being started there is nothing to end yet.
    if (!this.#tree) await this.started;
    if (this.#tree) this.#terminating ??= this.#terminate(this.#tree);
    const isGone = (await this.#terminating) ?? true;
    if (isGone) await this.ended;
    // Who asks again has it tried again.
    else this.#terminating = undefined;
    return isGone;
  }

  async #run(): Promise<AttemptEnd> {
    const { settings, clock, log } = this.#context;
    let end: AttemptEnd;
    try {
      end = await this.#render();
    } catch (error) {
      log.error({ err: error }, 'a render could not be prepared');
      end = this.#judge({ kind: 'could-not-start', message: whyNotStarted(this.order.engine, error) }, []);
    }
    if (end.outcome !== 'succeeded') this.progress.stopBelieving();
    this.#tookMs = Math.round(clock.elapsedMs() - this.#startedMs);
    this.#end = end;
    this.#settleStarted(end.outcome === 'could-not-start' ? end.message : undefined);
    log.info({ ...end, totalMs: this.#tookMs, logPath: this.#logPath }, 'render ended');
    pruneAttemptFolders(settings.dataDirectory, settings.keepAttempts).catch((error: unknown) => {
      log.warn({ err: error }, 'old logs cannot be removed');
    });
    return end;
  }

  async #render(): Promise<AttemptEnd> {
    const { settings, clock, env, log } = this.#context;
    const { engine, programArguments, taskId } = this.order;
    const folder = await makeAttemptFolder(settings.dataDirectory, taskId, clock.now());
    this.#logPath = folder.logPath;
    const spooled = createSpooledLog({
      ...{ path: folder.logPath, maxBytes: settings.maxLogBytes, log },
      onChange: (kept, isEnded) => {
        this.#log = { kept, isEnded };
      },
    });
    const header = () => joinCommandLine([engine.executablePath, ...programArguments]);
    const attemptLog = createLeaseLog({ spooled, header, clock });
    const output = createOutputReader({
      parser: outputParserFor(engine.engineId, engine.executablePath),
      progress: this.progress,
    });
    const launched = await launchRenderer({
      order: this.order,
      workDirectory: folder.workDirectory,
      marker: this.#marker,
      env,
    });
    const processEnd = 'kind' in launched ? launched : await this.#attend(launched, output, attemptLog);
    const end = this.#judge(processEnd, output.lastLines());
    await this.#closeLog(attemptLog, end);
    return end;
  }

  /** Stays with a renderer that runs until nothing of it is left. */
  async #attend(renderer: RenderProcess, output: OutputReader, attemptLog: LeaseLog): Promise<ProcessEnd> {
    const { instance, guardian, table, log } = this.#context;
    const tree = treeOf(renderer.pid, this.#marker, table);
    this.#tree = tree;
    guardian.guard(tree);
    const { stdout, stderr } = renderer;
    const logOf = (stream: OutputStream) => ({
      write: (chunk: Buffer) => attemptLog.write(chunk, stream),
      drained: () => attemptLog.drained(),
    });
    const reading = Promise.all([output.read(stdout, logOf('stdout')), output.read(stderr, logOf('stderr'))]);
    await instance.add(tree);
    this.#settleStarted(undefined);
    log.info({ rendererPid: tree.pid, engineId: this.order.engine.engineId }, 'render started');

    const limit = this.#limitTime();
    const end = await renderer.ended;
    clearTimeout(limit);
    await this.#terminating;
    // What it left running is of no use any more, and would go on using the machine.
    const isGone = await killTree(tree, this.#context);
    if (!isGone) log.error({ rendererPid: tree.pid }, 'a process of the renderer cannot be killed');
    await this.#finishReading(renderer, reading);
    output.end();
    guardian.forget(tree);
    await instance.remove(tree);
    return end;
  }

  #limitTime(): NodeJS.Timeout | undefined {
    const { maxRenderMs } = this.#context.settings;
    if (maxRenderMs === 0) return undefined;
    return setTimeout(() => void this.stop('timed-out'), maxRenderMs);
  }

  #terminate(tree: ProcessTree): Promise<boolean> {
    return terminateTree(tree, this.#context.settings.stopGraceMs, this.#context);
  }

  async #finishReading({ stdout, stderr }: RenderProcess, reading: Promise<unknown>): Promise<void> {
    const limit = setTimeout(() => {
      stdout.destroy();
      stderr.destroy();
    }, outputLimitMs);
    await reading;
    clearTimeout(limit);
  }

  #judge(end: ProcessEnd, lastLines: readonly string[]): AttemptEnd {
    return judgeEnd(end, {
      stopReason: this.#stopReason,
      maxRenderMs: this.#context.settings.maxRenderMs,
      firstError: this.progress.firstError(),
      lastLines,
    });
  }

  async #closeLog(attemptLog: LeaseLog, { outcome, exitCode, signal, message }: AttemptEnd): Promise<void> {
    const detail = [exitCode === null ? '' : `exit code ${exitCode}`, signal ?? '', message];
    await attemptLog.close([outcome, ...detail].filter((part) => part !== '').join(', '), true);
  }
}
