/** Where the cells of the strip are. CSS pixels. */
export interface StripLayout {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Of all rows. */
  readonly height: number;
}

export const gap = 3;
/** Below it a cell is a patch of colour: no picture would be made out. */
export const pictureFromWidth = 56;

/**
 * Lays cells out in rows as wide as there is room.
 *
 * @param cellWidth as wished; a little wider where a row would not be full
 * @param aspect width ÷ height of the pictures
 */
export function layOut(input: {
  readonly count: number;
  readonly width: number;
  readonly cellWidth: number;
  readonly aspect: number;
}): StripLayout {
  const { count, width } = input;
  const columns = Math.max(1, Math.floor((width + gap) / (input.cellWidth + gap)));
  const fitted = (width - (columns - 1) * gap) / columns;
  // A few frames are not blown up to fill a screen.
  const cellWidth = Math.max(1, count < columns ? Math.min(fitted, input.cellWidth) : fitted);
  const cellHeight = cellWidth < pictureFromWidth ? cellWidth : cellWidth / input.aspect;
  const rows = Math.ceil(count / columns);
  return {
    count,
    columns,
    rows,
    cellWidth,
    cellHeight,
    height: Math.max(0, rows * (cellHeight + gap) - gap),
  };
}

/** Where a cell is, from the left and the top of the whole strip. */
export function placeOf(layout: StripLayout, index: number): { readonly x: number; readonly y: number } {
  return {
    x: (index % layout.columns) * (layout.cellWidth + gap),
    y: Math.floor(index / layout.columns) * (layout.cellHeight + gap),
  };
}

/** The cell at a place; undefined between cells and beside them. */
export function indexAt(layout: StripLayout, x: number, y: number): number | undefined {
  const column = Math.floor(x / (layout.cellWidth + gap));
  const row = Math.floor(y / (layout.cellHeight + gap));
  if (x < 0 || y < 0 || column >= layout.columns) return undefined;
  if (x - column * (layout.cellWidth + gap) >= layout.cellWidth) return undefined;
  if (y - row * (layout.cellHeight + gap) >= layout.cellHeight) return undefined;
  const index = row * layout.columns + column;
  return index < layout.count ? index : undefined;
}

/** The cells in sight, `first` to `last` inclusive; `last` is below `first` when there are none. */
export function cellsInSight(
  layout: StripLayout,
  top: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const rowHeight = layout.cellHeight + gap;
  const firstRow = Math.max(0, Math.floor(top / rowHeight));
  const lastRow = Math.min(layout.rows - 1, Math.floor((top + height) / rowHeight));
  return {
    first: firstRow * layout.columns,
    last: Math.min(layout.count, (lastRow + 1) * layout.columns) - 1,
  };
}

/** Where a key leads from a cell; undefined for keys that mean nothing here. */
export function indexAfterKey(
  { columns, count }: StripLayout,
  index: number,
  key: string,
  rowsInSight: number,
): number | undefined {
  const step: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * Math.max(1, rowsInSight),
    PageDown: columns * Math.max(1, rowsInSight),
    Home: -count,
    End: count,
  };
  const by = step[key];
  return by === undefined ? undefined : Math.min(count - 1, Math.max(0, index + by));
}
