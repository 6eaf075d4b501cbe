import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

export interface ChartProps {
  /** Moments, milliseconds. */
  readonly times: readonly number[];
  /** One for each moment; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly timeText: (ms: number) => string;
  readonly valueText: (value: number) => string;
  /** The name of a CSS variable. */
  readonly colour: string;
  /** Another one draws it anew: its colours come from the theme. */
  readonly scheme: string;
}

const height = 190;
/** 1, 2, 5, 10, … */
const wholeSteps = Array.from(
  { length: 36 },
  (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3),
);

/** Columns over time. Nothing but a picture: who shows it gives it a name, and offers the numbers elsewhere. */
export default function Chart({ times, values, timeText, valueText, colour, scheme }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const stroke = style.getPropertyValue(colour).trim();
    const text = style.getPropertyValue('--mantine-color-dimmed').trim();
    const line = style.getPropertyValue('--mantine-color-default-border').trim();
    const bars = uPlot.paths.bars?.({ size: [0.75, 64], radius: 0.15 });
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          // Half a column of room on either side.
          x: { range: (_, min, max) => withRoom(min, max, times.length) },
          y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
        },
        series: [
          {},
          {
            stroke,
            fill: stroke,
            width: 0,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          },
        ],
        axes: [
          {
            stroke: text,
            grid: { show: false },
            ticks: { stroke: line },
            values: (_, splits) => splits.map((seconds) => timeText(seconds * 1000)),
            splits: () => labelled(times, element.clientWidth),
          },
          {
            stroke: text,
            size: 104,
            // Neither frames nor milliseconds come in parts.
            incrs: wholeSteps,
            grid: { stroke: line, width: 1 },
            ticks: { show: false },
            values: (_, splits) => splits.map(valueText),
          },
        ],
      },
      [times.map((ms) => ms / 1000), [...values]],
      element,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [times, values, timeText, valueText, colour, scheme]);
  return <div ref={holder} style={{ height }} aria-hidden />;
}

function withRoom(min: number, max: number, count: number): [number, number] {
  const half = count > 1 ? (max - min) / (count - 1) / 2 : 1;
  return [min - half, max + half];
}

/** As many of the moments as there is room for their names, in seconds. */
function labelled(times: readonly number[], width: number): number[] {
  const every = Math.max(1, Math.ceil((times.length * 64) / Math.max(1, width - 76)));
  return times.filter((_, index) => index % every === 0).map((ms) => ms / 1000);
}
