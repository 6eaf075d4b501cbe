import type { FrameCell } from './frame-table.ts';
import { cellsInSight, pictureFromWidth, placeOf, type StripLayout } from './strip-layout.ts';

/** What the strip is drawn from. */
export interface StripPicture {
  readonly layout: StripLayout;
  /** How far it is scrolled. CSS pixels. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly number[];
  cellOf(frame: number): FrameCell | undefined;
  pictureOf(cell: FrameCell): ImageBitmap | undefined;
  isSelected(frame: number): boolean;
  readonly current: number;
  /** Frames that are being rendered, and how much of each is done. */
  readonly running: ReadonlyMap<number, number | null>;
  readonly colours: StripColours;
}

export interface StripColours {
  readonly pending: string;
  readonly leased: string;
  readonly done: string;
  readonly failed: string;
  readonly text: string;
  readonly mark: string;
  readonly empty: string;
}

/** Draws the cells in sight, and nothing else: ten thousand frames cost as much as a screen full. */
export function drawStrip(canvas: CanvasRenderingContext2D, picture: StripPicture): void {
  const { layout, top, width, height, frames } = picture;
  canvas.clearRect(0, 0, width, height);
  const { first, last } = cellsInSight(layout, top, height);
  for (let index = first; index <= last; index++) {
    const frame = frames[index];
    const cell = frame === undefined ? undefined : picture.cellOf(frame);
    if (cell === undefined) continue;
    const { x, y } = placeOf(layout, index);
    drawCell(canvas, picture, cell, { x, y: y - top });
  }
}

function drawCell(
  canvas: CanvasRenderingContext2D,
  picture: StripPicture,
  cell: FrameCell,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  const { layout, colours, running } = picture;
  const { cellWidth: width, cellHeight: height } = layout;
  const isRunning = running.has(cell.frame);
  const colour = isRunning ? colours.leased : colours[cell.state];
  if (width < pictureFromWidth) {
    canvas.fillStyle = colour;
    canvas.fillRect(x, y, width, height);
    if (cell.state === 'failed') cross(canvas, colours.empty, { x, y, width, height });
  } else {
    canvas.fillStyle = colours.empty;
    canvas.fillRect(x, y, width, height);
    const bitmap = cell.picture === null ? undefined : picture.pictureOf(cell);
    if (bitmap === undefined) tint(canvas, colour, { x, y, width, height });
    else drawFitted(canvas, bitmap, { x, y, width, height });
    if (cell.state === 'failed') cross(canvas, colours.failed, { x, y, width, height });
    canvas.fillStyle = colour;
    const fraction = isRunning ? (running.get(cell.frame) ?? 0.05) : 1;
    canvas.fillRect(x, y + height - 3, width * fraction, 3);
    label(canvas, colours, isBusy(cell, isRunning) ? `${cell.frame} ▸` : String(cell.frame), { x, y });
  }
  if (picture.isSelected(cell.frame)) {
    canvas.fillStyle = colours.mark;
    canvas.globalAlpha = 0.35;
    canvas.fillRect(x, y, width, height);
    canvas.globalAlpha = 1;
  }
  if (cell.frame === picture.current) {
    canvas.strokeStyle = colours.mark;
    canvas.lineWidth = 3;
    canvas.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether a machine has the frame: said by a sign, too, for those to whom blue is no other colour. */
function isBusy(cell: FrameCell, isRunning: boolean): boolean {
  return isRunning || cell.state === 'leased';
}

/** A frame's state, faintly, while there is no picture of it. */
function tint(canvas: CanvasRenderingContext2D, colour: string, { x, y, width, height }: Box): void {
  canvas.fillStyle = colour;
  canvas.globalAlpha = 0.18;
  canvas.fillRect(x, y, width, height);
  canvas.globalAlpha = 1;
}

/** The whole picture, in the middle of its cell. */
function drawFitted(canvas: CanvasRenderingContext2D, bitmap: ImageBitmap, box: Box): void {
  const scale = Math.min(box.width / bitmap.width, box.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.drawImage(bitmap, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}

/** Tells a failed frame to whom its red is no other colour. */
function cross(canvas: CanvasRenderingContext2D, colour: string, { x, y, width, height }: Box): void {
  const [inX, inY] = [width * 0.3, height * 0.3];
  canvas.strokeStyle = colour;
  canvas.lineWidth = Math.max(1, width / 24);
  canvas.beginPath();
  canvas.moveTo(x + inX, y + inY);
  canvas.lineTo(x + width - inX, y + height - inY);
  canvas.moveTo(x + width - inX, y + inY);
  canvas.lineTo(x + inX, y + height - inY);
  canvas.stroke();
}

function label(
  canvas: CanvasRenderingContext2D,
  colours: StripColours,
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  canvas.font = '600 10px system-ui, sans-serif';
  const { width } = canvas.measureText(text);
  canvas.fillStyle = 'rgb(0 0 0 / 60%)';
  canvas.fillRect(x, y, width + 8, 15);
  canvas.fillStyle = '#fff';
  canvas.fillText(text, x + 4, y + 11);
  canvas.fillStyle = colours.text;
}
