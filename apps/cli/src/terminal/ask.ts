import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CliIo } from '../io/cli-io.ts';

/** Asks a yes-or-no question; no is what Enter means. Only when `canAsk(io)`. */
export async function askYesNo(io: CliIo, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await askLine(io, `${question} [y/N] `)).trim());
}

/** Asks for a line. Only when `canAsk(io)`. Ctrl-C and the end of the input count as an empty answer. */
export async function askLine(io: CliIo, question: string): Promise<string> {
  io.stdout.write(question);
  return readAnswer(io, sinkOf(io));
}

/** Asks for a secret: what is typed is not shown. Only when `canAsk(io)`. */
export async function askSecret(io: CliIo, question: string): Promise<string> {
  io.stdout.write(question);
  const answer = await readAnswer(io, nowhere());
  io.stdout.write('\n');
  return answer;
}

async function readAnswer(io: CliIo, output: Writable): Promise<string> {
  const lines = createInterface({ input: io.stdin, output, terminal: true });
  const ended = new AbortController();
  lines.once('close', () => {
    ended.abort();
  });
  try {
    return await lines.question('', { signal: AbortSignal.any([io.signal, ended.signal]) });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    lines.close();
  }
}

function sinkOf(io: CliIo): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      io.stdout.write(chunk.toString());
      done();
    },
  });
}

function nowhere(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
}
