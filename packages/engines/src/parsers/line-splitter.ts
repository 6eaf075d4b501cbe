/** A line longer than this is cut: no renderer says anything that matters so late in one. */
const longestLine = 16_384;

/** Puts lines together from pieces that may begin and end anywhere. */
export interface LineSplitter {
  /** @returns the lines that this piece completes, without their ends and without empty ones. */
  push(text: string): string[];
  /** @returns the unfinished line, if there is one. */
  end(): string[];
}

/**
 * A line ends with a line feed or a carriage return: progress that overwrites itself (POV-Ray, ffmpeg) is
 * lines too. Memory is bounded whatever comes.
 */
export function createLineSplitter(): LineSplitter {
  let unfinished = '';

  function append(piece: string): void {
    if (unfinished.length < longestLine) unfinished += piece.slice(0, longestLine - unfinished.length);
  }

  return {
    push(text) {
      const pieces = text.split(/[\r\n]/);
      const last = pieces.pop() ?? '';
      const lines: string[] = [];
      for (const piece of pieces) {
        append(piece);
        if (unfinished !== '') lines.push(unfinished);
        unfinished = '';
      }
      append(last);
      return lines;
    },
    end() {
      const lines = unfinished === '' ? [] : [unfinished];
      unfinished = '';
      return lines;
    },
  };
}
