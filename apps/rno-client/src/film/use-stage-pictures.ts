import { useEffect, useMemo, useState } from 'react';
import { later } from './load-picture.ts';
import { createPictureLoader } from './picture-loader.ts';

/** Large ones, decoded: more of them would fill a small computer's memory. */
const kept = 48;

/** Pictures for the stage, decoded before they are shown, so that films do not stutter and nothing flickers. */
export interface StagePictures {
  readonly isHere: (address: string) => boolean;
  /** Whether it is here, or will not come. */
  readonly isSettled: (address: string) => boolean;
}

/** Fetches what is wanted, most wanted first, and renders again when something has come. */
export function useStagePictures(): StagePictures & {
  readonly want: (addresses: readonly string[]) => void;
} {
  const [, renderAgain] = useState(0);
  const loader = useMemo(
    () => createPictureLoader({ load: loadImage, release: forgetImage, kept, later }),
    [],
  );
  useEffect(() => {
    const end = loader.subscribe(() => renderAgain((count) => count + 1));
    return () => {
      end();
      loader.close();
    };
  }, [loader]);
  const isHere = (address: string): boolean => loader.get(address) !== undefined;
  return { isHere, isSettled: (address) => isHere(address) || loader.hasFailed(address), want: loader.want };
}

async function loadImage(address: string, signal: AbortSignal): Promise<HTMLImageElement> {
  const image = new Image();
  signal.addEventListener('abort', () => forgetImage(image), { once: true });
  image.src = address;
  await image.decode();
  return image;
}

/** Ends what is under way, too. */
function forgetImage(image: HTMLImageElement): void {
  image.src = '';
}
