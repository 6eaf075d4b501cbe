import { useEffect, useEffectEvent, useState } from 'react';
import { shuttled, startClock, tick } from './play-clock.ts';
import { frameAfter } from './play.ts';

export interface Player {
  /** 1 as it is meant to be seen, more is faster, negative backwards; 0 at rest. */
  readonly speed: number;
  readonly toggle: () => void;
  readonly stop: () => void;
  readonly step: (by: number) => void;
  /** Forwards or backwards, and faster when that is what it does already. */
  readonly shuttle: (direction: 1 | -1) => void;
}

/**
 * Plays the frames that there are.
 *
 * @param input.isReady whether a frame's picture is here
 */
export function usePlayer(input: {
  readonly playable: readonly number[];
  readonly current: number;
  readonly framesPerSecond: number;
  readonly isLooped: boolean;
  readonly isReady: (frame: number) => boolean;
  readonly onShow: (frame: number) => void;
}): Player {
  const { playable, current, isLooped, isReady, onShow } = input;
  const [speed, setSpeed] = useState(0);
  const next = useEffectEvent(() => frameAfter(playable, current, { by: Math.sign(speed), isLooped }));
  const isNextReady = useEffectEvent(() => {
    const frame = next();
    return frame === undefined || isReady(frame);
  });
  const advance = useEffectEvent((): void => {
    const frame = next();
    if (frame === undefined) setSpeed(0);
    else onShow(frame);
  });
  const framesPerSecond = input.framesPerSecond * Math.abs(speed);
  useEffect(() => {
    if (framesPerSecond === 0) return;
    let clock = startClock(performance.now(), framesPerSecond);
    let request = requestAnimationFrame(function look(nowMs) {
      const { clock: after, isDue } = tick(clock, { nowMs, framesPerSecond, isReady: isNextReady() });
      clock = after;
      if (isDue) advance();
      request = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(request);
  }, [framesPerSecond]);
  return {
    speed,
    toggle: () => setSpeed(speed === 0 ? 1 : 0),
    stop: () => setSpeed(0),
    step(by) {
      setSpeed(0);
      const frame = frameAfter(playable, current, { by, isLooped: false });
      if (frame !== undefined) onShow(frame);
    },
    shuttle: (direction) => setSpeed(shuttled(speed, direction)),
  };
}
