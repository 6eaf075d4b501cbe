import type { CliIo } from '../io/cli-io.ts';
import type { Column } from '../terminal/table.ts';

/** For `--json`: one value, readable, and nothing else on standard output. */
export function printJson(io: CliIo, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** For `--json` of something that goes on: one value a line. */
export function printJsonLine(io: CliIo, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(io: CliIo, text = ''): void {
  io.stdout.write(`${text}\n`);
}

/** A list as JSON or as a table; an empty one says so. */
export async function printList<Row>(
  io: CliIo,
  {
    json,
    rows,
    columns,
    empty,
  }: { json: boolean; rows: readonly Row[]; columns: readonly Column<Row>[]; empty: string },
): Promise<void> {
  if (json) printJson(io, rows);
  else if (rows.length === 0) printLine(io, empty);
  else {
    const { formatTable } = await import('../terminal/table.ts');
    io.stdout.write(formatTable(io, columns, rows));
  }
}
