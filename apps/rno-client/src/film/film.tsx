import { Group, Loader, SegmentedControl, Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { useViewportSize } from '@mantine/hooks';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { FailureNote } from '../elements/failure-note.tsx';
import { nothingSelected, selectedOf, toggle } from '../elements/selection.ts';
import { useFormat } from '../format/use-format.ts';
import { FilmControls } from './film-controls.tsx';
import { FilmStrip } from './film-strip.tsx';
import { framesWithPictures, type FrameCell } from './frame-table.ts';
import { fullAddress, isExr, thumbnailAddress } from './picture-address.ts';
import { frameAfter } from './play.ts';
import { SelectionBar } from './selection-bar.tsx';
import { Stage, type Comparison } from './stage.tsx';
import { useFilmKeys } from './use-film-keys.ts';
import { useFrameTable } from './use-frame-table.ts';
import { usePanZoom } from './use-pan-zoom.ts';
import { usePlayer } from './use-player.ts';
import classes from './film.module.css';

/** How wide cells are, by what they are called. */
const cellWidths = { small: 14, middle: 96, large: 168 } as const;
type CellSize = keyof typeof cellWidths;

/** The frames of a task: all of them as a strip, and one large, still or as a film. */
export default function Film({ task }: { readonly task: TaskSnapshot }) {
  const { taskId } = task;
  const { t } = useTranslation('film');
  const format = useFormat();
  const { table, isPending, error } = useFrameTable(taskId);
  const playable = useMemo(() => framesWithPictures(table), [table]);
  const [search, setSearch] = useSearchParams();
  const [size, setSize] = useState<CellSize>(table.frames.length > 400 ? 'small' : 'middle');
  const [aspect, setAspect] = useState(16 / 9);
  const [selection, setSelection] = useState(nothingSelected);
  const [framesPerSecond, setFramesPerSecond] = useState(24);
  const [isLooped, setLooped] = useState(true);
  const [exposureStops, setExposureStops] = useState(0);
  const [comparison, setComparison] = useState<Comparison>('none');
  const stage = useRef<HTMLDivElement>(null);
  const panZoom = usePanZoom(stage);
  const { width: viewportWidth } = useViewportSize();

  // Whoever has not chosen a frame sees the newest one arrive.
  const chosen = search.get('frame');
  const isFollowing = chosen === null;
  const current = isFollowing ? (table.newest ?? table.frames[0] ?? 0) : Number(chosen);
  const show = useCallback(
    (frame: number) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.set('frame', String(frame));
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const follow = (): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('frame');
        return next;
      },
      { replace: true },
    );

  const requestOf = (cell: FrameCell) => ({ taskId, path: cell.picture ?? '', version: cell.attemptId });
  const addressOf = (frame: number): string | undefined => {
    const cell = table.cells.get(frame);
    if (typeof cell?.picture !== 'string') return undefined;
    const width = viewportWidth * 0.6 * Math.min(2, window.devicePixelRatio);
    return panZoom.view.scale > 1
      ? fullAddress(requestOf(cell), exposureStops)
      : thumbnailAddress(requestOf(cell), { width: Math.max(640, width), exposureStops });
  };
  const previewOf = (frame: number): string | undefined => {
    const cell = table.cells.get(frame);
    if (typeof cell?.picture !== 'string') return undefined;
    return thumbnailAddress(requestOf(cell), { width: 160, exposureStops });
  };
  const player = usePlayer({ playable, current, framesPerSecond, isLooped, addressOf, onShow: show });
  useFilmKeys(player);
  const cell = table.cells.get(current);
  const before = frameAfter(playable, current, { by: -1, isLooped: false });
  if (error !== null) return <FailureNote error={error} />;
  if (isPending) return <Loader aria-label={t('loading')} />;
  const selected = selectedOf(selection, table.frames);
  return (
    <section className={classes.film} aria-label={t('title')}>
      <div className={classes.player}>
        <Stage
          {...{ stage, comparison, panZoom }}
          address={addressOf(current)}
          previewAddress={previewOf(current)}
          alt={t('frame', { frame: current })}
          otherAddress={before === undefined ? undefined : addressOf(before)}
          onAspect={setAspect}
        />
        <FilmControls
          {...{
            player,
            playable,
            current,
            framesPerSecond,
            isLooped,
            comparison,
            exposureStops,
            isFollowing,
          }}
          {...{ panZoom, setFramesPerSecond, setLooped, setComparison, setExposureStops, follow, stage }}
          onShow={show}
          hasExposure={typeof cell?.picture === 'string' && isExr(cell.picture)}
          canFollow={task.endedAt === null}
        />
      </div>
      <div className={classes.frames}>
        <Group justify="space-between" mb="xs">
          <Text size="sm" fw={600} aria-live="polite">
            {cell === undefined
              ? t('noFrames')
              : `${t('frame', { frame: current })} · ${t(`states.${cell.state}`)}${
                  cell.renderMs === null ? '' : ` · ${format.duration(cell.renderMs)}`
                }`}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('size')}
            value={size}
            onChange={setSize}
            data={(['small', 'middle', 'large'] as const).map((value) => ({
              value,
              label: t(`sizes.${value}`),
            }))}
          />
        </Group>
        <FilmStrip
          {...{ task, table, current, aspect, selection }}
          cellWidth={cellWidths[size]}
          onShow={(frame) => {
            player.setPlaying(false);
            show(frame);
          }}
          onSelect={(frame, isRange) =>
            setSelection((was) => toggle(was, frame, { isRange, order: table.frames }))
          }
        />
        {selected.length > 0 && (
          <SelectionBar taskId={taskId} frames={selected} onDone={() => setSelection(nothingSelected)} />
        )}
      </div>
    </section>
  );
}
