import type { LogRow } from './log-lines.ts';

/** @returns lines as a file has them, each with its time; headings and endings as comments */
export function textOfRows(rows: readonly LogRow[]): string {
  return rows
    .map((row) => {
      if (row.kind === 'line')
        return row.atMs === null ? row.text : `${new Date(row.atMs).toISOString()} ${row.text}`;
      if (row.kind === 'head') {
        return `# ${row.attemptId}: ${row.machine ?? '?'}, ${row.firstFrame}-${row.lastFrame}`;
      }
      return row.kind === 'ended' ? `# ${row.attemptId}: ${row.outcome}` : `# … ${row.bytes} B …`;
    })
    .map((line) => `${line}\n`)
    .join('');
}
