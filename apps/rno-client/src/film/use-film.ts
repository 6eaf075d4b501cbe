import { useViewportSize } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { framesWithPictures, type FrameTable } from './frame-table.ts';
import { fullAddress, thumbnailAddress } from './picture-address.ts';
import { frameAfter, framesAhead } from './play.ts';
import { usePlayer, type Player } from './use-player.ts';
import { useShownFrame } from './use-shown-frame.ts';
import { useStagePictures } from './use-stage-pictures.ts';

/** Pictures that are fetched before a film shows them. */
const aheadCount = 24;
/** Of pictures that are shown for a moment only. CSS pixels times the screen's ratio. */
const playedWidth = 1280;

/** A film at one of its frames. */
export interface Film {
  readonly player: Player;
  /** Frames that have pictures, ascending. */
  readonly playable: readonly number[];
  readonly current: number;
  /** Whether nobody has chosen a frame: the newest is shown. */
  readonly isFollowing: boolean;
  /** null follows the newest. */
  readonly show: (frame: number | null) => void;
  /** Whether the frame has a picture, here or not. */
  readonly hasPicture: boolean;
  /** Address of the best picture that is here: of the frame, or until it has come of the one before. */
  readonly picture: string | undefined;
  /** Of the frame before it. */
  readonly pictureBefore: string | undefined;
}

/**
 * @param options.isNear whether it is looked at closer than it fits: then with all its pixels
 * @param options.isCompared with the frame before it
 */
export function useFilm(
  { taskId, table }: { readonly taskId: number; readonly table: FrameTable },
  options: {
    readonly framesPerSecond: number;
    readonly isLooped: boolean;
    readonly exposureStops: number;
    readonly isNear: boolean;
    readonly isCompared: boolean;
  },
): Film {
  const { framesPerSecond, isLooped, exposureStops, isNear, isCompared } = options;
  const playable = useMemo(() => framesWithPictures(table), [table]);
  const { width: viewportWidth } = useViewportSize();
  const [chosen, show] = useShownFrame();
  const pictures = useStagePictures();
  const current = chosen ?? table.newest ?? table.frames[0] ?? 0;

  const addressOf = (frame: number | undefined, width: number): string | undefined => {
    const cell = frame === undefined ? undefined : table.cells.get(frame);
    if (typeof cell?.picture !== 'string') return undefined;
    const request = { taskId, path: cell.picture, version: cell.attemptId };
    return width === Infinity
      ? fullAddress(request, exposureStops)
      : thumbnailAddress(request, { width, exposureStops });
  };
  const stillWidth = Math.max(640, viewportWidth * 0.6 * Math.min(2, window.devicePixelRatio));
  const filmWidth = Math.min(stillWidth, playedWidth);
  const player = usePlayer({
    ...{ playable, current, framesPerSecond, isLooped, onShow: show },
    isReady: (frame) => pictures.isSettled(addressOf(frame, filmWidth) ?? ''),
  });
  const isPlaying = player.speed !== 0;
  const before = frameAfter(playable, current, { by: -1, isLooped: false });
  const width = isNear ? Infinity : isPlaying ? filmWidth : stillWidth;
  const ahead = {
    count: isPlaying ? aheadCount : 1,
    direction: player.speed < 0 ? (-1 as const) : (1 as const),
  };
  const best = [width, stillWidth, filmWidth].map((each) => addressOf(current, each));
  const wanted = [
    best[0],
    isCompared ? addressOf(before, width) : undefined,
    ...framesAhead(playable, current, ahead).map((frame) =>
      addressOf(frame, isPlaying ? filmWidth : stillWidth),
    ),
  ].filter((address) => address !== undefined);
  const key = wanted.join('\n');
  const { want } = pictures;
  useEffect(() => want(key === '' ? [] : key.split('\n')), [want, key]);

  // The picture before stays until one of this frame has come, so that nothing flickers.
  const here = best.find((address) => address !== undefined && pictures.isHere(address));
  const [last, setLast] = useState(here);
  if (here !== undefined && here !== last) setLast(here);
  return {
    ...{ player, playable, current, show },
    isFollowing: chosen === null,
    hasPicture: best[0] !== undefined,
    picture: best[0] === undefined ? undefined : (here ?? last),
    pictureBefore: addressOf(before, width),
  };
}
