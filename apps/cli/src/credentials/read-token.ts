import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';

const longestToken = 4096;

/** The token in a file, or on standard input for `-`; white space around it does not count. */
export async function readTokenFile(io: CliIo, file: string): Promise<string> {
  const text = file === '-' ? await readAll(io.stdin) : await readFile(resolve(io.cwd, file), 'utf8');
  const token = text.trim();
  if (token !== '' && token.length <= longestToken && !/\s/.test(token)) return token;
  throw new CliError(
    exitCodes.credentials,
    'token-file-invalid',
    `${file === '-' ? 'Standard input' : file} does not hold a token.`,
    { next: 'It must hold the token and nothing else.' },
  );
}

async function readAll(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.length > longestToken) break;
  }
  return text;
}
