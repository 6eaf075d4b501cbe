/** A longer line becomes several. Bytes. */
const longestLine = 8 * 1024;
const overlong = new RegExp(`[^]{${longestLine}}(?=[^])`, 'g');

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
        lines.push(rest.slice(0, longestLine));
        rest = rest.slice(longestLine);
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
  return line.length <= longestLine ? [line] : line.replaceAll(overlong, '$&\n').split('\n');
}
