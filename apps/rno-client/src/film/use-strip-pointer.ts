import { useRef, type PointerEvent } from 'react';
import { dragOver, toggle, type Selection } from '../elements/selection.ts';

interface StripPointerInput {
  readonly frames: readonly number[];
  readonly selection: Selection;
  /** Whether a plain press chooses, as fingers have no Shift. */
  readonly isSelecting: boolean;
  readonly frameAt: (event: PointerEvent) => number | undefined;
  readonly onShow: (frame: number) => void;
  readonly onSelect: (selection: Selection) => void;
}

/** A press that has not ended yet. */
interface Press {
  readonly frame: number;
  readonly before: Selection;
  readonly isDragged: boolean;
}

/** Pointers on the strip: a press shows a frame, Ctrl chooses one, Shift and drags choose many; fingers scroll. */
export function useStripPointer(input: StripPointerInput) {
  const { frames, selection, isSelecting, frameAt, onShow, onSelect } = input;
  const press = useRef<Press>(undefined);
  return {
    onPointerDown(event: PointerEvent): void {
      const frame = frameAt(event);
      if (frame === undefined || event.button !== 0) return;
      press.current = { frame, before: selection, isDragged: false };
      if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent): void {
      const began = press.current;
      const frame = began === undefined ? undefined : frameAt(event);
      if (began === undefined || frame === undefined || event.pointerType === 'touch') return;
      if (frame === began.frame && !began.isDragged) return;
      press.current = { ...began, isDragged: true };
      onSelect(dragOver(began.before, { from: began.frame, to: frame, order: frames }));
    },
    onPointerUp(event: PointerEvent): void {
      const began = press.current;
      press.current = undefined;
      if (began === undefined || began.isDragged) return;
      const isRange = event.shiftKey;
      if (isRange || event.ctrlKey || event.metaKey || isSelecting)
        onSelect(toggle(selection, began.frame, { isRange, order: frames }));
      else onShow(began.frame);
    },
    /** The browser scrolls with it. */
    onPointerCancel(): void {
      press.current = undefined;
    },
  };
}
