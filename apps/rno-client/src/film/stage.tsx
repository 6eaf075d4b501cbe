import { Text } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanZoom } from './use-pan-zoom.ts';
import classes from './film.module.css';

/** How a frame is compared with the one before it. */
export type Comparison = 'none' | 'wipe' | 'difference';

interface StageProps {
  readonly stage: React.RefObject<HTMLDivElement | null>;
  /** undefined while the frame has no picture. */
  readonly address: string | undefined;
  /** The same picture small, which is shown until the large one has come. */
  readonly previewAddress: string | undefined;
  readonly alt: string;
  /** Of the frame to compare with. */
  readonly otherAddress: string | undefined;
  readonly comparison: Comparison;
  readonly panZoom: PanZoom;
  readonly onAspect: (aspect: number) => void;
}

/** The picture that is looked at, large. */
export function Stage(props: StageProps) {
  const { stage, address, previewAddress, alt, otherAddress, comparison, panZoom, onAspect } = props;
  const { t } = useTranslation('film');
  const shown = useLatestLoaded(previewAddress, address, onAspect);
  const [wipe, setWipe] = useState(50);
  const { view } = panZoom;
  const transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  const style = { transform, imageRendering: view.scale > 4 ? ('pixelated' as const) : ('auto' as const) };
  const isCompared = comparison !== 'none' && otherAddress !== undefined;
  return (
    <div className={classes.stageBox}>
      <div
        ref={stage}
        className={classes.stage}
        data-zoomed={view.scale > 1}
        role="group"
        aria-label={t('stage')}
        tabIndex={0}
        {...panZoom.handlers}
      >
        {shown === undefined ? (
          <div className={classes.noPicture}>
            <IconPhoto size={40} aria-hidden />
            <Text size="sm">{t('noPicture')}</Text>
          </div>
        ) : (
          <img src={shown} alt={alt} className={classes.picture} style={style} draggable={false} />
        )}
        {isCompared && (
          <img
            src={otherAddress}
            alt={t('before')}
            className={classes.picture}
            draggable={false}
            style={{
              ...style,
              ...(comparison === 'difference'
                ? { mixBlendMode: 'difference' }
                : { clipPath: `inset(0 ${100 - wipe}% 0 0)` }),
            }}
          />
        )}
      </div>
      {isCompared && comparison === 'wipe' && (
        <input
          type="range"
          className={classes.wipe}
          min={0}
          max={100}
          value={wipe}
          aria-label={t('wipe')}
          onChange={(event) => setWipe(Number(event.currentTarget.value))}
        />
      )}
    </div>
  );
}

/** The best picture that is here: the one before stays until the next has come, so nothing flickers. */
function useLatestLoaded(
  previewAddress: string | undefined,
  address: string | undefined,
  onAspect: (aspect: number) => void,
): string | undefined {
  const [shown, setShown] = useState<string>();
  const tellAspect = useEffectEvent(onAspect);
  useEffect(() => {
    if (address === undefined || previewAddress === undefined) return;
    let [isWanted, isThere] = [true, false];
    const load = async (url: string, isWhole: boolean): Promise<void> => {
      const image = new Image();
      image.fetchPriority = 'high';
      image.src = url;
      await image.decode();
      if (!isWanted || isThere) return;
      isThere = isWhole;
      setShown(url);
      if (image.naturalHeight > 0) tellAspect(image.naturalWidth / image.naturalHeight);
    };
    // What cannot be had stays as it was.
    load(previewAddress, false).catch(() => undefined);
    load(address, true).catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [previewAddress, address]);
  return address === undefined ? undefined : shown;
}
