import { StringDecoder } from 'node:string_decoder';

/** Longer than the longest finding list or list of files that makes sense. */
const longestMessage = 1024 * 1024;

/** Puts lines of JSON together from chunks. */
export interface MessageLines {
  /**
   * @returns what each line that this chunk completes holds, before validation
   * @throws Error when a line is not JSON, or longer than 1 MiB.
   */
  push(chunk: Buffer): unknown[];
}

export function createMessageLines(): MessageLines {
  const decoder = new StringDecoder('utf8');
  let unfinished = '';

  return {
    push(chunk) {
      const pieces = (unfinished + decoder.write(chunk)).split('\n');
      unfinished = pieces.pop() ?? '';
      if (unfinished.length > longestMessage) throw new Error('a message of the renderer is too long');
      return pieces.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
    },
  };
}
