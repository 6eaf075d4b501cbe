import type { Readable } from 'node:stream';
import { joinCommandLine } from '@renderonline/domain';
import { outputParserFor } from '@renderonline/engines';
import { setTimeout as delay } from 'node:timers/promises';
import type { FrameDelivery } from '../outputs/frame-delivery.ts';
import { findOutputFiles } from '../outputs/find-output-files.ts';
import { filesOfFrame, shareFiles } from '../outputs/frames-of-files.ts';
import { judgeEnd } from '../renders/attempt-end.ts';
import { whyNotStarted } from '../renders/could-not-start.ts';
import { createOutputReader, type OutputReader } from '../renders/output-reader.ts';
import type { GuardedProgram, ProgramEnd } from '../renders/process-keeper.ts';
import { expandArguments, owesOutputs } from './expand-arguments.ts';
import { createFrameTracker } from './frame-tracker.ts';
import { badEnd, goodEnd, outcomeOf } from './lease-end.ts';
import type { LeaseFolder } from './lease-folder.ts';
import { createLeaseLog } from './lease-log.ts';
import type { LeaseEnd, LeaseReport } from './lease-report.ts';
import type { LeaseTicket } from './lease-ticket.ts';
import type { LeaseWork } from './lease-work.ts';
import { limitsOf, watchRender, type OverLimit } from './render-watch.ts';
import type { WorkContext } from './work-context.ts';

/** How long a stray process may hold the renderer's output open after the renderer has ended. */
const outputLimitMs = 2000;
const killAgainMs = 5000;
const logTailLength = 8192;
/** What shells give for a program that SIGTERM has ended. */
const endedExitCode = 143;

export interface CommandWorkInput {
  readonly ticket: LeaseTicket;
  readonly projectPath: string;
  readonly folder: LeaseFolder;
  readonly report: LeaseReport;
  readonly delivery: FrameDelivery;
  readonly context: WorkContext;
}

/**
 * Renders a lease by a program of its own for all of its frames.
 *
 * @throws DomainError when the template and the values do not fit.
 */
export function createCommandWork(input: CommandWorkInput): LeaseWork {
  const { ticket, report, delivery, folder, context } = input;
  const { keeper, settings, clock, table, shelf, log } = context;
  const { engine, task, first, leaseId } = ticket;
  const frames = { first, last: ticket.offeredLast };
  const isSingle = frames.first === frames.last;
  const delivered = new Set<number>();
  const renderMsOf = new Map<number, number>();
  let args = expand();
  let program: GuardedProgram | undefined;
  let ending: Promise<void> | undefined;
  /** Why we ended it. `enough`: the frames that it was to render are there. */
  let stopReason: 'canceled' | 'enough' | OverLimit | undefined;
  let collecting = Promise.resolve();
  let startedMs = 0;
  let frameStartedMs = 0;

  const tracker = createFrameTracker({
    frames,
    elapsedMs: () => clock.elapsedMs(),
    onStarted(frame) {
      frameStartedMs = clock.elapsedMs();
      if (frame <= ticket.last) report.frameStarted(frame);
      endWhenEnough();
    },
    onProgress(frame, fraction) {
      if (frame <= ticket.last) report.progress(frame, fraction, null);
    },
    onDone(frame, renderMs) {
      renderMsOf.set(frame, renderMs);
      if (!isSingle) collecting = collecting.then(() => collect(frame));
      endWhenEnough();
    },
  });
  const leaseLog = createLeaseLog({
    path: shelf.pathFor(`task-${task.taskId}-lease-${leaseId}`),
    header: joinCommandLine([engine.executablePath, ...args]),
    maxBytes: settings.maxLogBytes,
    ...{ clock, log },
  });

  function expand(): string[] {
    return expandArguments({
      ...{ task, engine, projectPath: input.projectPath, outputDirectory: folder.output },
      frames: { first, last: ticket.last },
    });
  }

  /** Hands over the files of a frame while the next one is rendered. */
  async function collect(frame: number): Promise<void> {
    const files = await findOutputFiles(folder.output).catch(() => []);
    const own = filesOfFrame(frame, { frames, files, told: tracker.told });
    // A frame of a movie has none.
    if (own.length > 0) hand(frame, own);
  }

  function hand(frame: number, files: Parameters<FrameDelivery['deliver']>[0]['files']): void {
    if (delivered.has(frame) || frame > ticket.last) return;
    delivered.add(frame);
    const averageMs = (clock.elapsedMs() - startedMs) / (frames.last - first + 1);
    delivery.deliver({ frame, files, renderMs: renderMsOf.get(frame) ?? averageMs, warnings: [] });
  }

  function endWhenEnough(): void {
    if (ticket.last === frames.last || !program) return;
    const current = tracker.current();
    if (current !== null && current > ticket.last) end('enough');
  }

  function end(reason: NonNullable<typeof stopReason>): void {
    stopReason ??= reason;
    tracker.stopBelieving();
    if (program) ending ??= endFor(program);
  }

  /** Of something that cannot be killed the slot is not free. */
  async function endFor(running: GuardedProgram): Promise<void> {
    while (!(await running.terminate(settings.stopGraceMs))) {
      log.error({ leaseId }, 'a renderer cannot be killed; trying again');
      await delay(killAgainMs, undefined, { ref: false });
    }
  }

  async function run(running: GuardedProgram, stdout: Readable, stderr: Readable) {
    const output = createOutputReader({
      parser: outputParserFor(engine.name, engine.executablePath),
      progress: tracker,
      log: leaseLog,
    });
    const reading = Promise.all([output.read(stdout), output.read(stderr)]);
    const endWatch = watchRender({
      ...{ limits: limitsOf(task, settings), clock, table },
      tree: () => running.tree,
      lastOutputMs: () => leaseLog.lastOutputMs(),
      frameStartedMs: () => frameStartedMs,
      onOverLimit: end,
    });
    if (stopReason) end(stopReason);
    const ended = await running.exited;
    endWatch();
    await ending;
    return async () => {
      const limit = setTimeout(() => {
        stdout.destroy();
        stderr.destroy();
      }, outputLimitMs);
      await reading;
      clearTimeout(limit);
      output.end();
      return finish(ended, output);
    };
  }

  async function finish(ended: ProgramEnd, output: OutputReader): Promise<LeaseEnd> {
    if (ended.kind === 'exited' && ended.code === 0) tracker.succeed();
    else tracker.stopBelieving();
    await collecting;
    const verdict = await judge(ended, output);
    const { outcome, message } = verdict;
    await leaseLog.close(
      message === '' ? outcome.kind : `${outcome.kind}, ${message}`,
      verdict.cause !== null,
    );
    shelf.added();
    return verdict;
  }

  async function judge(ended: ProgramEnd, output: OutputReader): Promise<LeaseEnd> {
    const facts = {
      failedFrame: failedFrame(),
      logTail: leaseLog.tail(logTailLength),
      lastLines: leaseLog.lastLines(),
    };
    if (stopReason === 'canceled') return goodEnd('canceled');
    if (typeof stopReason === 'object') return overLimit(stopReason, facts);
    if (stopReason !== 'enough') {
      const processEnd =
        ended.kind === 'not-started'
          ? ({ kind: 'could-not-start', message: whyNot(ended.error) } as const)
          : ended;
      const outcome = outcomeOf(
        judgeEnd(processEnd, {
          stopReason: undefined,
          maxRenderMs: settings.maxRenderMs,
          firstError: tracker.firstError(),
          lastLines: output.lastLines(),
        }),
      );
      if (outcome.kind !== 'succeeded' && outcome.kind !== 'canceled') {
        const isStartFailure = outcome.kind === 'could-not-start';
        return badEnd({ outcome, ...facts, ...(isStartFailure ? { failedFrame: null } : {}) });
      }
    }
    const missing = await handRest();
    if (missing === undefined) return goodEnd('succeeded');
    const message = `the renderer ended without an error, but there is no file of frame ${missing}`;
    return badEnd({
      ...{ ...facts, cause: 'output-missing', failedFrame: missing },
      outcome: { kind: 'failed', exitCode: 0, message },
    });
  }

  /** @returns the first frame that has no files although it should. */
  async function handRest(): Promise<number | undefined> {
    const rest = framesLeft();
    if (rest.length === 0) return undefined;
    if (!owesOutputs(task)) {
      for (const frame of rest) hand(frame, []);
      return undefined;
    }
    const files = await findOutputFiles(folder.output);
    const shared = shareFiles(rest, { frames, files, told: tracker.told }, tracker.done);
    for (const [frame, own] of shared) hand(frame, own);
    return rest.find((frame) => !shared.has(frame));
  }

  function framesLeft(): number[] {
    const rest: number[] = [];
    for (let frame = first; frame <= ticket.last; frame++) if (!delivered.has(frame)) rest.push(frame);
    return rest;
  }

  function failedFrame(): number | null {
    const current = tracker.current();
    if (current !== null && current <= ticket.last && !tracker.done.has(current)) return current;
    return framesLeft()[0] ?? null;
  }

  function whyNot(error: unknown): string {
    const { name: engineId, executablePath, leadingArguments } = engine;
    return whyNotStarted({ engineId, executablePath, leadingArguments }, error);
  }

  return {
    async render(slot) {
      // One renderer at a time: its memory is needed.
      if (slot.session) await slot.session.close();
      if (stopReason === 'canceled') return async () => goodEnd('canceled');
      startedMs = frameStartedMs = clock.elapsedMs();
      program = keeper.start({
        serial: `lease-${leaseId}`,
        file: engine.executablePath,
        args,
        directory: folder.work,
      });
      const { child, exited } = program;
      if (!child?.stdout || !child.stderr) {
        const ended = await exited;
        const message = ended.kind === 'not-started' ? whyNot(ended.error) : 'it has no output';
        return async () => badEnd({ outcome: { kind: 'could-not-start', message } });
      }
      report.started();
      report.frameStarted(first);
      return run(program, child.stdout, child.stderr);
    },
    shrink() {
      delivery.keepThrough(ticket.last);
      if (program) endWhenEnough();
      else args = expand();
    },
    stop() {
      end('canceled');
    },
  };
}

function overLimit(
  { kind, message }: OverLimit,
  facts: Omit<Parameters<typeof badEnd>[0], 'outcome'>,
): LeaseEnd {
  if (kind === 'timed-out') return badEnd({ ...facts, outcome: { kind, message } });
  return badEnd({ ...facts, cause: 'hung', outcome: { kind: 'failed', exitCode: endedExitCode, message } });
}
