import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { frameAfter, framesAhead } from './play.ts';

export interface Player {
  readonly isPlaying: boolean;
  readonly setPlaying: (isPlaying: boolean) => void;
  readonly step: (by: number) => void;
}

/** Pictures that are fetched before they are shown. */
const aheadCount = 24;

/**
 * Plays the frames that there are.
 *
 * @param addressOf where a frame's picture is; the browser keeps what was fetched
 */
export function usePlayer(input: {
  readonly playable: readonly number[];
  readonly current: number;
  readonly framesPerSecond: number;
  readonly isLooped: boolean;
  readonly addressOf: (frame: number) => string | undefined;
  readonly onShow: (frame: number) => void;
}): Player {
  const { framesPerSecond, onShow } = input;
  const [isPlaying, setPlaying] = useState(false);
  /** Held so that the browser does not throw them away before they are shown. */
  const ahead = useRef<HTMLImageElement[]>([]);
  const advance = useEffectEvent((): void => {
    const next = frameAfter(input.playable, input.current, { by: 1, isLooped: input.isLooped });
    if (next === undefined) setPlaying(false);
    else onShow(next);
  });
  const prefetch = useEffectEvent((): HTMLImageElement[] =>
    framesAhead(input.playable, input.current, aheadCount).flatMap((frame) => {
      const address = input.addressOf(frame);
      if (address === undefined) return [];
      const image = new Image();
      image.src = address;
      return [image];
    }),
  );
  useEffect(() => {
    if (!isPlaying) return;
    ahead.current = prefetch();
    let lastMs = performance.now();
    let shown = 0;
    let request = requestAnimationFrame(function look(nowMs) {
      if (nowMs - lastMs >= 1000 / framesPerSecond) {
        // A browser that is late shows the next picture late, and leaves none out: artists look at each.
        lastMs = Math.max(lastMs + 1000 / framesPerSecond, nowMs - 1000 / framesPerSecond);
        advance();
        shown += 1;
        if (shown % (aheadCount / 2) === 0) ahead.current = prefetch();
      }
      request = requestAnimationFrame(look);
    });
    return () => {
      cancelAnimationFrame(request);
      ahead.current = [];
    };
  }, [isPlaying, framesPerSecond]);
  return {
    isPlaying,
    setPlaying,
    step(by) {
      setPlaying(false);
      const next = frameAfter(input.playable, input.current, { by, isLooped: false });
      if (next !== undefined) onShow(next);
    },
  };
}
