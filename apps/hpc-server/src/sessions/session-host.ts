import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import type { HostedProcess, ProcessExit, SessionHost } from '@renderonline/engines';
import { whyNotStarted } from '../renders/could-not-start.ts';
import type { GuardedProgram, ProcessKeeper, ProgramEnd } from '../renders/process-keeper.ts';
import type { Clock } from '../renders/render-context.ts';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';
import type { SessionLog } from './session-log.ts';

interface SessionHostInput {
  readonly keeper: ProcessKeeper;
  readonly engine: RenderingEngine;
  /** Unique to the session. */
  readonly serial: string;
  readonly directory: string;
  readonly log: SessionLog;
  readonly clock: Clock;
}

/** What a session needs of this machine: a guarded process with two more pipes, and a log. */
export interface OwnSessionHost extends SessionHost {
  /** The program that was started; undefined before, or when it could not be. */
  program(): GuardedProgram | undefined;
}

export function createSessionHost(input: SessionHostInput): OwnSessionHost {
  const { keeper, engine, serial, directory, log, clock } = input;
  let program: GuardedProgram | undefined;
  let launches = 0;

  return {
    clock,
    program: () => program,
    launch(file, args, { env }) {
      launches += 1;
      const started = keeper.start({
        ...{ serial: `${serial}-${launches}`, file, args, directory, env },
        extraPipes: 2,
      });
      program = started;
      return hostedProcess(started, engine);
    },
    log(chunk, stream) {
      return log.write(chunk, stream) ? undefined : log.drained();
    },
  };
}

function hostedProcess(program: GuardedProgram, engine: RenderingEngine): HostedProcess {
  // Of a program that never ran there is nothing to read.
  const [, stdout, stderr, orders, events] = program.child?.stdio ?? [];
  return {
    stdout: stdout ?? nothing(),
    stderr: stderr ?? nothing(),
    // An extra pipe goes both ways.
    orders: (orders as Writable | null | undefined) ?? new PassThrough(),
    events: (events as Readable | null | undefined) ?? nothing(),
    exited: program.exited.then((end) => exitOf(end, engine)),
    async kill() {
      await program.terminate(0);
    },
  };
}

function nothing(): Readable {
  return new PassThrough().end();
}

function exitOf(end: ProgramEnd, engine: RenderingEngine): ProcessExit {
  switch (end.kind) {
    case 'exited':
      return { code: end.code, signal: null, message: null };
    case 'signaled':
      return { code: null, signal: end.signal, message: null };
    case 'not-started':
      return { code: null, signal: null, message: whyNotStarted(engine, end.error) };
  }
}
