import { ActionIcon, Group, Loader, SegmentedControl, Text } from '@mantine/core';
import type { AttemptView, TaskSnapshot } from '@renderonline/contract';
import { IconCheckbox } from '@tabler/icons-react';
import { useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../elements/failure-note.tsx';
import { nothingSelected, selectedOf } from '../elements/selection.ts';
import { useFormat } from '../format/use-format.ts';
import { FilmControls } from './film-controls.tsx';
import { FilmStrip } from './film-strip.tsx';
import type { FrameCell } from './frame-table.ts';
import { isExr } from './picture-address.ts';
import { SelectionBar } from './selection-bar.tsx';
import { Stage, type Comparison } from './stage.tsx';
import { useFilm } from './use-film.ts';
import { useFilmKeys } from './use-film-keys.ts';
import { useFrameTable } from './use-frame-table.ts';
import { usePanZoom } from './use-pan-zoom.ts';
import classes from './film.module.css';

/** How wide cells are, by what they are called. */
const cellWidths = { small: 14, middle: 96, large: 168 } as const;
type CellSize = keyof typeof cellWidths;
/** More, and they are seen at once only as dots. */
const manyFrames = 400;

interface FilmProps {
  readonly task: TaskSnapshot;
  /** As far as they are known: they tell which machine made a frame. */
  readonly attempts: readonly AttemptView[];
}

/** The frames of a task: all of them as a strip, and one large, still or as a film. */
export default function Film({ task, attempts }: FilmProps) {
  const { taskId } = task;
  const { t } = useTranslation('film');
  const format = useFormat();
  const { table, isPending, error } = useFrameTable(taskId);
  const [chosenSize, setSize] = useState<CellSize>();
  const size = chosenSize ?? (table.frames.length > manyFrames ? 'small' : 'middle');
  const [aspect, setAspect] = useState(16 / 9);
  const [selection, setSelection] = useState(nothingSelected);
  const [isSelecting, setSelecting] = useState(false);
  const [framesPerSecond, setFramesPerSecond] = useState(24);
  const [isLooped, setLooped] = useState(true);
  const [exposureStops, setExposureStops] = useState(0);
  const [comparison, setComparison] = useState<Comparison>('none');
  const stage = useRef<HTMLDivElement>(null);
  const panZoom = usePanZoom(stage);
  const { player, playable, current, isFollowing, show, hasPicture, picture, pictureBefore } = useFilm(
    { taskId, table },
    {
      ...{ framesPerSecond, isLooped, exposureStops },
      isNear: panZoom.view.scale > 1,
      isCompared: comparison !== 'none',
    },
  );
  useFilmKeys(player);
  const cell = table.cells.get(current);
  const say = ({ frame, state, renderMs, attemptId }: FrameCell): string => {
    const machine = attempts.find((attempt) => attempt.attemptId === attemptId)?.machine?.name;
    return [
      t('frame', { frame }),
      t(`states.${state}`),
      ...(renderMs === null ? [] : [format.duration(renderMs)]),
      ...(machine === undefined ? [] : [t('onMachine', { machine })]),
    ].join(' · ');
  };
  if (error !== null) return <FailureNote error={error} />;
  if (isPending) return <Loader aria-label={t('loading')} />;
  const selected = selectedOf(selection, table.frames);
  return (
    <section
      className={classes.film}
      aria-label={t('title')}
      style={{ '--film-aspect': aspect } as CSSProperties}
    >
      <div className={classes.player}>
        <Stage
          {...{ stage, comparison, panZoom, player, hasPicture }}
          address={picture}
          alt={t('frame', { frame: current })}
          otherAddress={pictureBefore}
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
          {...{ panZoom, setFramesPerSecond, setLooped, setComparison, setExposureStops, stage }}
          onShow={show}
          hasExposure={typeof cell?.picture === 'string' && isExr(cell.picture)}
          canFollow={task.endedAt === null}
        />
      </div>
      <div className={classes.frames}>
        <Group justify="space-between" mb="xs">
          <Text size="sm" fw={600} aria-live={player.speed === 0 ? 'polite' : 'off'}>
            {cell === undefined ? t('noFrames') : say(cell)}
          </Text>
          <Group gap="xs">
            <ActionIcon
              variant={isSelecting ? 'light' : 'default'}
              size={30}
              aria-label={t('selecting')}
              title={t('selecting')}
              aria-pressed={isSelecting}
              onClick={() => setSelecting(!isSelecting)}
            >
              <IconCheckbox size={18} />
            </ActionIcon>
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
        </Group>
        <FilmStrip
          {...{ task, table, current, aspect, selection, isSelecting }}
          cellWidth={cellWidths[size]}
          onShow={(frame) => {
            player.stop();
            show(frame);
          }}
          onSelect={setSelection}
        />
        {selected.length > 0 && (
          <SelectionBar taskId={taskId} frames={selected} onDone={() => setSelection(nothingSelected)} />
        )}
      </div>
    </section>
  );
}
