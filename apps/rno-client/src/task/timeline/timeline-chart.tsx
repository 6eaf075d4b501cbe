import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { laneHeight, useTimelineDrawing } from './draw-timeline.ts';
import { barAt, type Bar, type Lane, type TimelineLayout } from './timeline-layout.ts';
import classes from './timeline.module.css';
import { useBarTexts } from './use-bar-texts.ts';

interface Place {
  readonly lane: number;
  readonly bar: number;
}

/** Pixels beside a thin bar that still mean it. */
const slackPixels = 4;

/** Who rendered what when, drawn: thousands of frames at once. What the pointer or the keyboard is at is told. */
export function TimelineChart({ layout }: { readonly layout: TimelineLayout }) {
  const { lanes, fromMs, toMs } = layout;
  const { t } = useTranslation('task');
  const format = useFormat();
  const texts = useBarTexts();
  const optionId = useId();
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [place, setPlace] = useState<Place>({ lane: 0, bar: 0 });
  const [isShown, setShown] = useState(false);
  const lane = lanes[place.lane] ?? lanes[0];
  const bar = lane?.bars[place.bar] ?? lane?.bars[0];
  useTimelineDrawing(canvas, { layout, width, active: isShown ? bar : undefined });
  const names = useMemo(() => {
    const several = new Set(lanes.filter(({ slot }) => slot > 1).map(({ machine }) => machine));
    return lanes.map((each) => texts.lane(each, several.has(each.machine)));
    // Its words change with the language alone, and the page is drawn anew then.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lanes]);

  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const laneIndex = Math.floor((event.clientY - box.top) / laneHeight);
    const pointed = lanes[laneIndex];
    if (pointed === undefined || width === 0) return;
    const msPerPixel = (toMs - fromMs) / width;
    const found = barAt(pointed, fromMs + (event.clientX - box.left) * msPerPixel, slackPixels * msPerPixel);
    setShown(found !== undefined);
    if (found !== undefined) setPlace({ lane: laneIndex, bar: pointed.bars.indexOf(found) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next =
      lane === undefined || bar === undefined ? undefined : placeAfter(event.key, place, lanes, bar);
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
  };
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return (
    <div className={classes.chart}>
      <div className={classes.names} aria-hidden>
        {names.map((name, index) => (
          <div key={index} style={{ height: laneHeight }} title={name}>
            {name}
          </div>
        ))}
      </div>
      <div className={classes.lanes}>
        <div
          ref={ref}
          className={classes.drawing}
          style={{ height: lanes.length * laneHeight }}
          role="listbox"
          tabIndex={0}
          aria-label={`${t('timeline.title')}. ${t('timeline.hint')}`}
          aria-activedescendant={optionId}
          onPointerMove={point}
          onPointerLeave={() => setShown(false)}
          onFocus={() => setShown(true)}
          onBlur={() => setShown(false)}
          onKeyDown={onKeyDown}
        >
          <canvas ref={canvas} aria-hidden />
          <div id={optionId} role="option" aria-selected className={classes.unseen}>
            {lane !== undefined && bar !== undefined && texts.whole(lane, bar)}
          </div>
        </div>
        <div className={classes.times}>
          <span>{format.dateTime(from.getTime())}</span>
          <span>{format.dateTime(to.getTime())}</span>
        </div>
        <Text size="sm" className={classes.told} data-shown={isShown}>
          {isShown && lane !== undefined && bar !== undefined ? texts.whole(lane, bar) : t('timeline.hint')}
        </Text>
      </div>
    </div>
  );
}

/** @returns where a key leads from a bar; undefined when it leads nowhere */
function placeAfter(
  key: string,
  { lane, bar }: Place,
  lanes: readonly Lane[],
  { fromMs }: Bar,
): Place | undefined {
  const last = (lanes[lane]?.bars.length ?? 1) - 1;
  if (key === 'ArrowLeft') return { lane, bar: Math.max(0, bar - 1) };
  if (key === 'ArrowRight') return { lane, bar: Math.min(last, bar + 1) };
  if (key === 'Home') return { lane, bar: 0 };
  if (key === 'End') return { lane, bar: last };
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const next = lane + (key === 'ArrowUp' ? -1 : 1);
  const bars = lanes[next]?.bars;
  if (bars === undefined) return { lane, bar };
  // The one that was rendered at the same time.
  const index = bars.findIndex(({ toMs }) => toMs > fromMs);
  return { lane: next, bar: index < 0 ? bars.length - 1 : index };
}
