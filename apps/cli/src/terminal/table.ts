import stringWidth from 'string-width';
import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from './clean-text.ts';
import { fitText, padText } from './fit-text.ts';
import { createPaint, type Tone } from './style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: 'left' | 'right';
  readonly tone?: (row: Row) => Tone | undefined;
  /** May be shortened when the terminal is narrow. */
  readonly shrinks?: boolean;
  /** May be left out when shortening is not enough; the last such column goes first. */
  readonly drops?: boolean;
}

const gap = '  ';
const narrowest = 8;

/**
 * Rows as aligned columns under a line of titles. On a terminal columns are shortened or left out as long as they
 * may be, so that lines fit; elsewhere nothing is.
 */
export function formatTable<Row>(io: CliIo, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const shown = io.isTerminal ? columnsThatFit(columns, rows, io.columns) : columns;
  return formatColumns(io, shown, rows);
}

function formatColumns<Row>(io: CliIo, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const paint = createPaint(io);
  const cells = rows.map((row) => columns.map((column) => cleanText(column.value(row))));
  const widths = columns.map((column) => widthOf(column, rows));
  if (io.isTerminal) shrink(columns, widths, io.columns);
  const line = (texts: readonly string[], tone: (index: number) => Tone | undefined) =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        const padded = padText(
          fitText(text, width),
          width,
          columns[index]?.align === 'right' ? 'right' : 'left',
        );
        const wanted = tone(index);
        return wanted === undefined ? padded : paint(wanted, padded);
      })
      .join(gap)
      .trimEnd();
  return [
    line(
      columns.map((column) => column.title),
      () => 'bold',
    ),
    ...rows.map((row, number) => line(cells[number] ?? [], (index) => columns[index]?.tone?.(row))),
  ]
    .map((text) => `${text}\n`)
    .join('');
}

function widthOf<Row>(column: Column<Row>, rows: readonly Row[]): number {
  return rows.reduce(
    (widest, row) => Math.max(widest, stringWidth(cleanText(column.value(row)))),
    stringWidth(column.title),
  );
}

function columnsThatFit<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  available: number,
): readonly Column<Row>[] {
  const least = columns.map((column) => {
    const width = widthOf(column, rows);
    return { column, width: column.shrinks === true ? Math.min(narrowest, width) : width };
  });
  const excess = () =>
    least.reduce((sum, { width }) => sum + width, gap.length * (least.length - 1)) - available;
  while (excess() > 0) {
    const last = least.findLastIndex(({ column }) => column.drops === true);
    if (last === -1) break;
    least.splice(last, 1);
  }
  return least.map(({ column }) => column);
}

function shrink<Row>(columns: readonly Column<Row>[], widths: number[], available: number): void {
  const total = () => widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
  for (;;) {
    const excess = total() - available;
    if (excess <= 0) return;
    const widest = columns
      .map((column, index) => ({ index, width: column.shrinks === true ? (widths[index] ?? 0) : 0 }))
      .reduce((a, b) => (b.width > a.width ? b : a), { index: -1, width: 0 });
    if (widest.width <= narrowest) return;
    widths[widest.index] = Math.max(narrowest, widest.width - excess);
  }
}
