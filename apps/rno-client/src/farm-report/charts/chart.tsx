import 'uplot/dist/uPlot.min.css';
import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import { axisSteps, labelledMoments } from './axis.ts';
import type { Measure } from './measures.ts';

export interface ChartProps {
  /** Moments, milliseconds. */
  readonly times: readonly number[];
  /** Of each line one value for each moment; null where there is none. The last line stands in front. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly unit: Measure['unit'];
  readonly timeText: (ms: number) => string;
  readonly valueText: (value: number) => string;
  /** The name of a CSS variable. */
  readonly colour: string;
  /** Another one draws it anew: its colours come from the theme. */
  readonly scheme: string;
  /** Which moment is pointed at; null for none. */
  readonly onPoint: (index: number | null) => void;
}

const height = 180;
/** Left of the columns, about. */
const leftRoom = 64;
/** What stands behind another column is paler. */
const paleness = '55';
/** About as wide as a character is, and what is around it. */
const [characterWidth, axisRoom] = [6.6, 16];

/** Columns over time. Nothing but a picture: who shows it gives it a name, and offers the numbers elsewhere. */
export default function Chart(props: ChartProps) {
  const { times, values, unit, timeText, valueText, colour, scheme } = props;
  const holder = useRef<HTMLDivElement>(null);
  const point = useEffectEvent(props.onPoint);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const stroke = style.getPropertyValue(colour).trim();
    const text = style.getPropertyValue('--mantine-color-dimmed').trim();
    const line = style.getPropertyValue('--mantine-color-default-border').trim();
    const isDense = times.length > 48;
    const bars = uPlot.paths.bars?.({ size: [isDense ? 0.9 : 0.75, 64], radius: isDense ? 0 : 0.15 });
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        hooks: {
          setCursor: [
            ({ cursor }) => {
              point(cursor.idx ?? null);
            },
          ],
        },
        scales: {
          // Half a column of room on either side.
          x: { range: (_, min, max) => withRoom(min, max, times.length) },
          y: { range: (_, __, max) => [0, unit === 'percent' ? 1 : max > 0 ? max * 1.08 : 1] },
        },
        series: [
          {},
          ...values.map((_, index) => ({
            fill: index === values.length - 1 ? stroke : `${stroke}${paleness}`,
            width: 0,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          })),
        ],
        axes: [
          {
            stroke: text,
            size: 32,
            grid: { show: false },
            ticks: { stroke: line, size: 6 },
            values: (_, splits) => splits.map((seconds) => timeText(seconds * 1000)),
            splits: () => {
              const room = { width: element.clientWidth - leftRoom, labelWidth: 64 };
              return labelledMoments(times, room).map((ms) => ms / 1000);
            },
          },
          {
            stroke: text,
            size: (_, labels) => axisRoom + characterWidth * longestOf(labels),
            incrs: axisSteps[unit],
            grid: { stroke: line, width: 1 },
            ticks: { show: false },
            values: (_, splits) => splits.map(valueText),
          },
        ],
      },
      [times.map((ms) => ms / 1000), ...values.map((of) => [...of])],
      element,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [times, values, unit, timeText, valueText, colour, scheme]);
  return <div ref={holder} style={{ height }} aria-hidden />;
}

/** @param labels null, whatever its types say, where an axis has none */
function longestOf(labels: readonly (string | null)[] | null): number {
  return Math.max(0, ...(labels ?? []).map((label) => label?.length ?? 0));
}

function withRoom(min: number, max: number, count: number): [number, number] {
  const half = count > 1 ? (max - min) / (count - 1) / 2 : 1;
  return [min - half, max + half];
}
