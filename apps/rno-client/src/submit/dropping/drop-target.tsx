import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { GivenFile } from './given-file.ts';
import { readDropped } from './read-dropped.ts';

export const loadDropReceiver = () => import('./drop-receiver.tsx');
const DropReceiver = lazy(loadDropReceiver);

/** Every page takes what is dropped onto it, and says so while something is dragged over it. */
export function DropTarget() {
  const [isOver, setIsOver] = useState(false);
  /** Of what was dropped, how often: each time there is something to receive. */
  const [drops, setDrops] = useState(0);
  const waiting = useRef<Promise<readonly GivenFile[]>[]>([]);
  const take = useCallback(() => waiting.current.splice(0), []);
  useEffect(() => {
    // One enters an element before one leaves the last: only when all were left it is over.
    let entered = 0;
    const hasFiles = (event: DragEvent): event is DragEvent & { dataTransfer: DataTransfer } =>
      event.dataTransfer?.types.includes('Files') === true;
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // What says that it can be dropped comes under the pointer: that is taken as well.
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      entered += 1;
      setIsOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      // Also of what was dragged in before the page was ready.
      setIsOver(true);
    };
    const end = (): void => {
      entered = 0;
      setIsOver(false);
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      entered -= 1;
      if (entered <= 0) end();
    };
    const onDrop = (event: DragEvent): void => {
      end();
      if (!hasFiles(event)) return;
      event.preventDefault();
      const reading = readDropped(event.dataTransfer);
      // It is told by who receives it.
      reading.catch(() => undefined);
      waiting.current.push(reading);
      setDrops((before) => before + 1);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', onEnter, { signal });
    window.addEventListener('dragover', onOver, { signal });
    window.addEventListener('dragleave', onLeave, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => {
      stop.abort();
    };
  }, []);
  if (!isOver && drops === 0) return null;
  return (
    <Suspense>
      <DropReceiver isOver={isOver} drops={drops} take={take} />
    </Suspense>
  );
}
