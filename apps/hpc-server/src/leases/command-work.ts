import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { linkLimits } from '@renderonline/contract/link';
import { joinCommandLine } from '@renderonline/domain';
import { outputParserFor } from '@renderonline/engines';
import type { FrameDelivery } from '../outputs/frame-delivery.ts';
import type { ProjectHold } from '../projects/project-cache.ts';
import { judgeEnd } from '../renders/attempt-end.ts';
import { whyNotStarted } from '../renders/could-not-start.ts';
import { createOutputReader, type OutputReader } from '../renders/output-reader.ts';
import type { GuardedProgram, ProgramEnd } from '../renders/process-keeper.ts';
import { createCommandFrames } from './command-frames.ts';
import { expandArguments } from './expand-arguments.ts';
import { badEnd, goodEnd, outcomeOf, overLimitEnd } from './lease-end.ts';
import type { LeaseFolder } from './lease-folder.ts';
import { createLeaseLog, type OutputStream } from './lease-log.ts';
import type { LeaseEnd, LeaseReport } from './lease-report.ts';
import type { LeaseTicket } from './lease-ticket.ts';
import type { LeaseWork } from './lease-work.ts';
import { limitsOf, watchRender, type OverLimit } from './render-watch.ts';
import type { WorkContext } from './work-context.ts';

/** How long a stray process may hold the renderer's output open after the renderer has ended. */
const outputLimitMs = 2000;
const killAgainMs = 5000;

export interface CommandWorkInput {
  readonly ticket: LeaseTicket;
  readonly project: Pick<ProjectHold, 'path' | 'folder'>;
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
  const { engine, task, leaseId } = ticket;
  let args = expand();
  let program: GuardedProgram | undefined;
  let ending: Promise<void> | undefined;
  /** Why we ended it. `enough`: the frames that it was to render are there. */
  let stopReason: 'canceled' | 'enough' | OverLimit | undefined;

  const frames = createCommandFrames({
    ...{ ticket, outputDirectory: folder.output, report, delivery },
    elapsedMs: () => clock.elapsedMs(),
    onEnough() {
      if (program) end('enough');
    },
  });
  const leaseLog = createLeaseLog({
    spooled: shelf.begin({ leaseId, taskId: task.taskId }),
    header: () => joinCommandLine([engine.executablePath, ...args]),
    clock,
  });

  function expand(): string[] {
    return expandArguments({
      ...{ task, engine, project: input.project, outputDirectory: folder.output },
      frames: { first: ticket.first, last: ticket.last },
    });
  }

  function end(reason: NonNullable<typeof stopReason>): void {
    stopReason ??= reason;
    frames.tracker.stopBelieving();
    if (program) ending ??= endFor(program);
  }

  /** Of something that cannot be killed the slot is not free. */
  async function endFor(running: GuardedProgram): Promise<void> {
    while (!(await running.terminate(settings.stopGraceMs))) {
      log.error({ leaseId }, 'a renderer cannot be killed; trying again');
      await delay(killAgainMs, undefined, { ref: false });
    }
  }

  async function attend(running: GuardedProgram, stdout: Readable, stderr: Readable) {
    const output = createOutputReader({
      parser: outputParserFor(engine.name, engine.executablePath),
      progress: frames.tracker,
    });
    const logOf = (stream: OutputStream) => ({
      write: (chunk: Buffer) => leaseLog.write(chunk, stream),
      drained: () => leaseLog.drained(),
    });
    const reading = Promise.all([output.read(stdout, logOf('stdout')), output.read(stderr, logOf('stderr'))]);
    const endWatch = watchRender({
      ...{ limits: limitsOf(task, context), clock, table },
      tree: () => running.tree,
      lastOutputMs: () => leaseLog.lastOutputMs(),
      frameStartedMs: () => frames.frameStartedMs(),
      onOverLimit: end,
    });
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
      return windUp(ended, output);
    };
  }

  async function windUp(ended: ProgramEnd, output: OutputReader): Promise<LeaseEnd> {
    if (ended.kind === 'exited' && ended.code === 0) frames.tracker.succeed();
    else frames.tracker.stopBelieving();
    await frames.collected();
    const verdict = await judge(ended, output);
    const { outcome, message } = verdict;
    await leaseLog.close(
      message === '' ? outcome.kind : `${outcome.kind}, ${message}`,
      verdict.cause !== null,
    );
    return verdict;
  }

  async function judge(ended: ProgramEnd, output: OutputReader): Promise<LeaseEnd> {
    if (stopReason === 'canceled') return goodEnd('canceled');
    const facts = {
      failedFrame: frames.failedFrame(),
      logTail: leaseLog.tail(linkLimits.logTailLength),
      lastLines: leaseLog.lastLines(),
    };
    if (typeof stopReason === 'object') return overLimitEnd(stopReason, facts);
    const outcome =
      stopReason === 'enough' ? { kind: 'succeeded' as const } : outcomeOfProgram(ended, output);
    if (outcome.kind !== 'succeeded' && outcome.kind !== 'canceled') return badEnd({ outcome, ...facts });
    const missing = await frames.handRest();
    if (missing === undefined) return goodEnd('succeeded');
    const message = `the renderer ended without an error, but there is no file of frame ${missing}`;
    return badEnd({
      ...{ ...facts, cause: 'output-missing', failedFrame: missing },
      outcome: { kind: 'failed', exitCode: 0, message },
    });
  }

  function outcomeOfProgram(ended: ProgramEnd, output: OutputReader) {
    if (ended.kind === 'not-started') return couldNotStart(ended).outcome;
    return outcomeOf(
      judgeEnd(ended, {
        stopReason: undefined,
        maxRenderMs: settings.maxRenderMs,
        firstError: frames.tracker.firstError(),
        lastLines: output.lastLines(),
      }),
    );
  }

  function couldNotStart(ended: ProgramEnd): LeaseEnd {
    const { name: engineId, executablePath, leadingArguments } = engine;
    const message =
      ended.kind === 'not-started'
        ? whyNotStarted({ engineId, executablePath, leadingArguments }, ended.error)
        : 'its output cannot be read';
    return badEnd({ outcome: { kind: 'could-not-start', message } });
  }

  return {
    async render(slot) {
      // One renderer at a time: its memory is needed.
      if (slot.session) await slot.session.close();
      if (stopReason === 'canceled') return async () => goodEnd('canceled');
      frames.begin();
      const running = keeper.start({
        serial: `lease-${leaseId}`,
        file: engine.executablePath,
        args,
        directory: folder.work,
      });
      const { child, exited } = running;
      if (!child?.stdout || !child.stderr) {
        const ended = await exited;
        return async () => couldNotStart(ended);
      }
      program = running;
      report.started();
      report.frameStarted(ticket.first);
      return attend(running, child.stdout, child.stderr);
    },
    shrink() {
      frames.shrink();
      if (!program) args = expand();
    },
    stop() {
      end('canceled');
    },
  };
}
