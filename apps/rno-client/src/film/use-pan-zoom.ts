import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { fitted, moved, pinchOf, zoomedAt, type View } from './pan-zoom.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PanZoom {
  readonly view: View;
  readonly reset: () => void;
  readonly zoom: (factor: number) => void;
  /** For the stage. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
    readonly onDoubleClick: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

const keyStep = 60;

/** Wheel, drag, two fingers and keys for a picture on a stage. */
export function usePanZoom(stage: RefObject<HTMLElement | null>): PanZoom {
  const [view, setView] = useState(fitted);
  const pointers = useRef(new Map<number, Point>());
  const sizeOf = (): { width: number; height: number } => ({
    width: stage.current?.clientWidth ?? 0,
    height: stage.current?.clientHeight ?? 0,
  });
  const fromMiddle = (at: Point): Point => {
    const box = stage.current?.getBoundingClientRect();
    return box === undefined
      ? { x: 0, y: 0 }
      : { x: at.x - box.left - box.width / 2, y: at.y - box.top - box.height / 2 };
  };
  const zoomTo = (factor: number, at: Point): void =>
    setView((before) => moved(zoomedAt(before, factor, at), { x: 0, y: 0 }, sizeOf()));
  const move = (by: Point): void => setView((before) => moved(before, by, sizeOf()));

  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    // React listens to wheels passively; the page would scroll under the picture.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      const size = { width: box.width, height: box.height };
      setView((before) => moved(zoomedAt(before, Math.exp(-event.deltaY / 400), at), { x: 0, y: 0 }, size));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);

  const onPointerMove = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const at = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, at);
    if (other === undefined) {
      move({ x: at.x - before.x, y: at.y - before.y });
      return;
    }
    const [was, is] = [pinchOf(before, other), pinchOf(at, other)];
    if (was.distance > 0) zoomTo(is.distance / was.distance, fromMiddle(is));
  };
  const onPointerUp = ({ pointerId }: PointerEvent): void => void pointers.current.delete(pointerId);
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomTo(1.5, { x: 0, y: 0 }),
    '=': () => zoomTo(1.5, { x: 0, y: 0 }),
    '-': () => zoomTo(1 / 1.5, { x: 0, y: 0 }),
    '0': () => setView(fitted),
    ...(view.scale > 1 && {
      ArrowLeft: () => move({ x: keyStep, y: 0 }),
      ArrowRight: () => move({ x: -keyStep, y: 0 }),
      ArrowUp: () => move({ x: 0, y: keyStep }),
      ArrowDown: () => move({ x: 0, y: -keyStep }),
    }),
  };
  return {
    view,
    reset: () => setView(fitted),
    zoom: (factor) => zoomTo(factor, { x: 0, y: 0 }),
    handlers: {
      onPointerDown(event) {
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onDoubleClick: () => (view.scale === 1 ? zoomTo(3, { x: 0, y: 0 }) : setView(fitted)),
      onKeyDown(event) {
        const act = event.ctrlKey || event.metaKey ? undefined : keys[event.key];
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      },
    },
  };
}
