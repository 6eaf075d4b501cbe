import { useElementSize, useMergedRef } from '@mantine/hooks';
import type { TaskSnapshot } from '@renderonline/contract';
import {
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { toggle, type Selection } from '../elements/selection.ts';
import { useFormat } from '../format/use-format.ts';
import { drawStrip, type StripColours } from './draw-strip.ts';
import type { FrameCell, FrameTable } from './frame-table.ts';
import { later, loadPicture, releasePicture } from './load-picture.ts';
import { thumbnailAddress } from './picture-address.ts';
import { createPictureLoader } from './picture-loader.ts';
import { cellsInSight, indexAfterKey, indexAt, layOut, pictureFromWidth, placeOf } from './strip-layout.ts';
import { useStripPointer } from './use-strip-pointer.ts';
import classes from './film.module.css';

interface FilmStripProps {
  readonly task: TaskSnapshot;
  readonly table: FrameTable;
  readonly current: number;
  readonly cellWidth: number;
  /** Width ÷ height of the pictures. */
  readonly aspect: number;
  readonly selection: Selection;
  /** Whether a plain press chooses. */
  readonly isSelecting: boolean;
  readonly onShow: (frame: number) => void;
  readonly onSelect: (selection: Selection) => void;
}

/** All frames of a task as they arrive: a canvas, for there may be ten thousand. */
export function FilmStrip(props: FilmStripProps) {
  const { task, table, current, cellWidth, aspect, selection, isSelecting, onShow, onSelect } = props;
  const { t } = useTranslation('film');
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [top, setTop] = useState(0);
  const [, drawAgain] = useState(0);
  const id = useId();
  const { frames, cells } = table;
  const layout = useMemo(
    () => layOut({ count: frames.length, width, cellWidth, aspect }),
    [frames.length, width, cellWidth, aspect],
  );
  const loader = useMemo(
    () =>
      createPictureLoader({
        load: loadPicture,
        release: releasePicture,
        atOnce: 3,
        wantEveryMs: 100,
        later,
      }),
    [],
  );
  useEffect(() => {
    // Once for all pictures that come between two of the screen's.
    let drawing: number | undefined;
    const end = loader.subscribe(() => {
      drawing ??= requestAnimationFrame(() => {
        drawing = undefined;
        drawAgain((count) => count + 1);
      });
    });
    return () => {
      end();
      if (drawing !== undefined) cancelAnimationFrame(drawing);
      loader.close();
    };
  }, [loader]);
  const addressOf = (cell: FrameCell): string =>
    thumbnailAddress(
      { taskId: task.taskId, path: cell.picture ?? '', version: cell.attemptId },
      { width: layout.cellWidth * Math.min(2, window.devicePixelRatio) },
    );

  // Drawn after everything that may change it; the loader asks for the pictures in sight.
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    // A canvas that is given a size begins anew, which costs more than to draw on it.
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { first, last } = cellsInSight(layout, top, height);
    if (layout.cellWidth >= pictureFromWidth) {
      const inSight = frames.slice(first, last + 1).map((frame) => cells.get(frame));
      loader.want(newestFirst(inSight).map(addressOf));
    }
    drawStrip(context, {
      ...{ layout, top, width, height, frames, current },
      cellOf: (frame) => cells.get(frame),
      pictureOf: (cell) => loader.get(addressOf(cell)),
      isSelected: (frame) => selection.ids.has(frame),
      running: new Map(task.progress.currentFrames.map(({ frame, fraction }) => [frame, fraction])),
      colours: coloursOf(canvas),
    });
  });

  // The frame that is looked at stays in sight; whoever has scrolled elsewhere is left there by films and new frames.
  const lastShown = useRef<number>(undefined);
  const follow = useEffectEvent((): void => {
    const view = scroller.current;
    if (view === null || height === 0) return;
    const yOf = (frame: number): number => placeOf(layout, Math.max(0, frames.indexOf(frame))).y;
    const was = lastShown.current;
    lastShown.current = current;
    const isElsewhere =
      was !== undefined && (yOf(was) + layout.cellHeight <= top || yOf(was) >= top + height);
    if (isElsewhere && view !== document.activeElement) return;
    const y = yOf(current);
    if (y < view.scrollTop) view.scrollTop = y;
    else if (y + layout.cellHeight > view.scrollTop + height) view.scrollTop = y + layout.cellHeight - height;
  });
  const isMeasured = height > 0;
  useEffect(() => follow(), [current, isMeasured, layout.cellHeight]);

  const frameAt = (event: PointerEvent): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = indexAt(layout, event.clientX - box.left, event.clientY - box.top + top);
    return index === undefined ? undefined : frames[index];
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = frames.indexOf(current);
    if (event.key === ' ' && index >= 0) {
      event.preventDefault();
      onSelect(toggle(selection, current, { isRange: event.shiftKey, order: frames }));
      return;
    }
    const next = indexAfterKey(layout, Math.max(0, index), event.key, Math.floor(height / layout.cellHeight));
    const frame = next === undefined ? undefined : frames[next];
    if (frame === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onShow(frame);
    if (event.shiftKey) {
      // The one that the keyboard comes from is where the range begins.
      const began = selection.anchorId === null ? { ...selection, anchorId: current } : selection;
      onSelect(toggle(began, frame, { isRange: true, order: frames }));
    }
  };
  const pointer = useStripPointer({ frames, selection, isSelecting, frameAt, onShow, onSelect });
  const mergedRef = useMergedRef(sizeRef, scroller);
  return (
    <div
      ref={mergedRef}
      className={classes.strip}
      role="grid"
      tabIndex={0}
      aria-label={t('strip', { count: frames.length })}
      aria-multiselectable
      aria-activedescendant={`${id}-cell`}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div role="row" className={classes.unseen}>
        <div role="gridcell" id={`${id}-cell`} aria-selected={selection.ids.has(current)}>
          <CellText cell={cells.get(current)} />
        </div>
      </div>
      <div aria-hidden style={{ height: layout.height, position: 'relative' }}>
        <canvas ref={canvasRef} className={classes.canvas} style={{ width, height }} {...pointer} />
      </div>
    </div>
  );
}

/** What a screen reader says of the cell that the keyboard is at. */
function CellText({ cell }: { readonly cell: FrameCell | undefined }) {
  const { t } = useTranslation('film');
  const format = useFormat();
  if (cell === undefined) return null;
  const time = cell.renderMs === null ? '' : `, ${format.duration(cell.renderMs)}`;
  return <>{`${t('frame', { frame: cell.frame })}, ${t(`states.${cell.state}`)}${time}`}</>;
}

/** The cells that have pictures; attempts are numbered in the order in which they began. */
function newestFirst(cells: readonly (FrameCell | undefined)[]): FrameCell[] {
  return cells
    .flatMap((cell) => (typeof cell?.picture === 'string' ? [cell] : []))
    .sort((a, b) => (b.attemptId ?? 0) - (a.attemptId ?? 0));
}

function coloursOf(element: Element): StripColours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    pending: of('--film-pending'),
    leased: of('--state-running'),
    done: of('--state-succeeded'),
    failed: of('--state-failed'),
    text: style.color,
    mark: of('--film-mark'),
    empty: of('--film-empty'),
  };
}
