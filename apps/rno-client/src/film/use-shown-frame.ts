import { useEffect, useEffectEvent, useState } from 'react';
import { useSearchParams } from 'wouter';

/** Browsers refuse addresses that change as often as a film's frames do: it is written when the frame stays. */
const restMs = 300;

/** A frame that was chosen on this page, and what the address said then. */
interface Choice {
  readonly frame: number | null;
  readonly over: number | null;
}

/** The frame that is looked at, which the address keeps; null while the newest one is followed. */
export function useShownFrame(): readonly [number | null, (frame: number | null) => void] {
  const [search, setSearch] = useSearchParams();
  const [choice, setChoice] = useState<Choice>();
  const written = readFrame(search);
  // Whoever goes to another address meanwhile has chosen anew.
  const isNewer = choice !== undefined && choice.over === written;
  const write = useEffectEvent(() => {
    if (!isNewer) return;
    setSearch((before) => withFrame(before, choice.frame), { replace: true });
    setChoice(undefined);
  });
  useEffect(() => {
    if (choice === undefined) return;
    const timer = setTimeout(() => write(), restMs);
    return () => clearTimeout(timer);
  }, [choice]);
  return [isNewer ? choice.frame : written, (frame) => setChoice({ frame, over: written })];
}

function readFrame(search: URLSearchParams): number | null {
  const frame = Number(search.get('frame') ?? Number.NaN);
  return Number.isSafeInteger(frame) ? frame : null;
}

function withFrame(search: URLSearchParams, frame: number | null): URLSearchParams {
  const next = new URLSearchParams(search);
  if (frame === null) next.delete('frame');
  else next.set('frame', String(frame));
  return next;
}
