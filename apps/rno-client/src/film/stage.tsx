import { Loader, Text } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanZoom } from './use-pan-zoom.ts';
import type { Player } from './use-player.ts';
import classes from './film.module.css';

/** How a frame is compared with the one before it. */
export type Comparison = 'none' | 'wipe' | 'difference';

interface StageProps {
  readonly stage: React.RefObject<HTMLDivElement | null>;
  readonly hasPicture: boolean;
  /** Of a picture that is here; undefined while there is none. */
  readonly address: string | undefined;
  readonly alt: string;
  /** Of the frame to compare with. */
  readonly otherAddress: string | undefined;
  readonly comparison: Comparison;
  readonly panZoom: PanZoom;
  readonly player: Player;
  readonly onAspect: (aspect: number) => void;
}

/** The picture that is looked at, large. */
export function Stage(props: StageProps) {
  const { stage, hasPicture, address, alt, otherAddress, comparison, panZoom, player, onAspect } = props;
  const { t } = useTranslation('film');
  const [wipe, setWipe] = useState(50);
  const { view } = panZoom;
  const transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  const style = { transform, imageRendering: view.scale > 4 ? ('pixelated' as const) : ('auto' as const) };
  const keys: Readonly<Record<string, () => void>> = {
    ' ': player.toggle,
    ArrowLeft: () => player.step(-1),
    ArrowRight: () => player.step(1),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    panZoom.handlers.onKeyDown(event);
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    // What is near is moved by the arrows.
    if (event.defaultPrevented || act === undefined) return;
    event.preventDefault();
    act();
  };
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
        onKeyDown={onKeyDown}
      >
        {address === undefined ? (
          <div className={classes.noPicture}>
            {hasPicture ? (
              <Loader color="gray" aria-label={t('loadingPicture')} />
            ) : (
              <>
                <IconPhoto size={40} aria-hidden />
                <Text size="sm">{t('noPicture')}</Text>
              </>
            )}
          </div>
        ) : (
          <img
            src={address}
            alt={alt}
            className={classes.picture}
            style={style}
            draggable={false}
            // It is decoded already: shown at once, the one before never gives way to nothing.
            decoding="sync"
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              if (naturalHeight > 0) onAspect(naturalWidth / naturalHeight);
            }}
          />
        )}
        {isCompared && (
          <img
            src={otherAddress}
            alt={t('before')}
            decoding="sync"
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
