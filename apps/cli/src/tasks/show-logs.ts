import type { Client } from '@renderonline/client';
import type { LogEnd, LogLines, LogMatch } from '@renderonline/contract';
import { printJsonLine, printLine } from '../commands/print.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { createPaint } from '../terminal/style.ts';
import { createLogPaint } from './log-line.ts';

export interface ShowLogsOptions {
  readonly json: boolean;
  /** Only this attempt's. */
  readonly attempt: number | undefined;
  readonly tail: number | undefined;
  readonly follow: boolean;
}

/** Prints logs, and with `follow` goes on until there are no more. */
export async function showLogs(
  io: CliIo,
  client: Client,
  taskId: number,
  { json, attempt, tail, follow }: ShowLogsOptions,
): Promise<ExitCode> {
  const view = createLogView(io, attempt === undefined);
  const query = {
    ...(attempt === undefined ? {} : { attempt }),
    ...(tail === undefined ? {} : { tail }),
    follow,
  };
  const onAbsence = (): void => {
    io.stderr.write('RenderAPI is away, trying again\n');
  };
  try {
    for await (const event of client.followLogs(taskId, { ...query, signal: io.signal, onAbsence })) {
      if (event.kind === 'lines') {
        if (json) printLinesAsJson(io, event.lines);
        else view.lines(event.lines);
      } else if (!json && follow) view.ended(event.end);
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  if (io.signal.aborted) return exitCodes.interrupted;
  if (!json && !follow && !view.hasPrinted()) {
    io.stderr.write(
      `${attempt === undefined ? `Task ${taskId}` : `Attempt ${attempt}`} has said nothing so far.\n`,
    );
  }
  return exitCodes.ok;
}

/** Prints the lines that contain a text. */
export async function showMatches(
  io: CliIo,
  client: Client,
  taskId: number,
  { json, search, attempt }: Pick<ShowLogsOptions, 'json' | 'attempt'> & { readonly search: string },
): Promise<ExitCode> {
  const view = createLogView(io, attempt === undefined);
  let found = 0;
  let cursor: string | undefined;
  do {
    const page = await client.searchLogs(
      taskId,
      {
        search,
        ...(attempt === undefined ? {} : { attempt }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      { signal: io.signal },
    );
    for (const match of page.matches) {
      if (json) printJsonLine(io, match);
      else view.lines(linesOfMatch(match));
    }
    found += page.matches.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (found > 0) return exitCodes.ok;
  throw new CliError(
    exitCodes.notFound,
    'text-not-found',
    `Nothing in the logs of task ${taskId} contains it.`,
  );
}

/**
 * The latest attempt at a frame.
 *
 * @throws CliError when no machine was given it so far
 */
export async function attemptOfFrame(client: Client, taskId: number, frame: number): Promise<number> {
  const { frames } = await client.frames(taskId, { after: frame - 1, limit: 1 });
  const [view] = frames;
  if (view?.frame !== frame) {
    throw new CliError(exitCodes.notFound, 'frame-not-found', `Task ${taskId} has no frame ${frame}.`);
  }
  if (view.attemptId !== null) return view.attemptId;
  const { attempts } = await client.attempts(taskId);
  const latest = attempts.findLast(({ firstFrame, lastFrame }) => firstFrame <= frame && frame <= lastFrame);
  if (latest !== undefined) return latest.attemptId;
  throw new CliError(
    exitCodes.notFound,
    'attempt-not-found',
    `No machine has begun with frame ${frame} yet.`,
  );
}

interface LogView {
  lines(run: LogLines): void;
  ended(end: LogEnd): void;
  hasPrinted(): boolean;
}

/** @param hasHeadings several attempts are shown: a line says which */
function createLogView(io: CliIo, hasHeadings: boolean): LogView {
  const paint = createPaint(io);
  const paintLine = createLogPaint(io);
  let shown: number | undefined;
  return {
    lines(run) {
      if (hasHeadings && run.attemptId !== shown) printLine(io, paint('bold', headingOf(run)));
      shown = run.attemptId;
      if (run.leftOut > 0) printLine(io, paint('dim', `… ${run.leftOut} bytes were left out here …`));
      for (const line of run.lines) printLine(io, paintLine(line));
    },
    ended({ attemptId, outcome, message }) {
      if (outcome === null || outcome === 'succeeded') return;
      const why = message === null || message === '' ? '' : `: ${cleanText(message)}`;
      printLine(io, paint('yellow', `== attempt ${attemptId} ${outcome}${why} ==`));
      shown = undefined;
    },
    hasPrinted: () => shown !== undefined,
  };
}

function headingOf({ attemptId, machine, firstFrame, lastFrame }: LogLines): string {
  const frames = firstFrame === lastFrame ? `frame ${firstFrame}` : `frames ${firstFrame}-${lastFrame}`;
  const where = machine === null ? '' : ` on ${cleanText(machine.name)}`;
  return `== attempt ${attemptId}, ${frames}${where} ==`;
}

function linesOfMatch({ line, before, after, ...match }: LogMatch): LogLines {
  return { ...match, leftOut: 0, lines: [...before, line, ...after] };
}

function printLinesAsJson(io: CliIo, { lines, ...run }: LogLines): void {
  let { offset, leftOut } = run;
  for (const line of lines) {
    printJsonLine(io, { ...run, offset, leftOut, line });
    offset += Buffer.byteLength(line) + 1;
    leftOut = 0;
  }
}
