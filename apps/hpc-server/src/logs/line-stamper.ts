/** A longer line becomes several. Bytes. */
const longestLine = 8 * 1024;

/** Puts the time before each line of a stream. */
export interface LineStamper {
  /** @returns the lines that are whole by now, with the time at which they became so */
  push(chunk: Buffer): Buffer;
  /** What is left of the last line; empty when nothing is. */
  end(): Buffer;
}

/**
 * Makes one for a single stream: `2026-01-02T03:04:05.678Z Fra:1 …`. Carriage returns, with which renderers
 * overwrite their progress, end lines as well. Bytes are kept as they are, whatever their encoding.
 */
export function createLineStamper(now: () => Date): LineStamper {
  let rest = '';

  function stamped(lines: readonly string[]): Buffer {
    if (lines.length === 0) return Buffer.alloc(0);
    const stamp = `${now().toISOString()} `;
    return Buffer.from(lines.map((line) => `${stamp}${line}\n`).join(''), 'latin1');
  }

  return {
    push(chunk) {
      const text = rest + chunk.toString('latin1');
      // Whether a line feed follows is seen with the next chunk.
      const end = text.endsWith('\r') ? text.length - 1 : text.length;
      const lines = text.slice(0, end).split(/\r\n|[\r\n]/);
      rest = (lines.pop() ?? '') + text.slice(end);
      if (rest.length > longestLine) {
        // All of it but the last piece: what stays is looked at again with every chunk.
        const whole = longestLine * Math.floor((rest.length - 1) / longestLine);
        lines.push(rest.slice(0, whole));
        rest = rest.slice(whole);
      }
      return stamped(lines.flatMap(cut));
    },
    end() {
      const last = rest.replace(/\r$/, '');
      rest = '';
      return stamped(last === '' ? [] : cut(last));
    },
  };
}

function cut(line: string): string[] {
  const pieces = Math.max(1, Math.ceil(line.length / longestLine));
  return Array.from({ length: pieces }, (_, at) => line.slice(at * longestLine, (at + 1) * longestLine));
}
