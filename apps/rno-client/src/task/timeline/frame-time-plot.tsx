import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { FrameTimes } from './frame-times.ts';
import classes from './timeline.module.css';

const height = 220;
/** Frames are whole. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

interface FrameTimePlotProps {
  readonly times: FrameTimes;
  /** Told which of the times the pointer is at; null when it is at none. Must stay the same. */
  readonly onPoint: (index: number | null) => void;
}

/** How long each frame took. The words below it say the same to those who do not see it. */
export default function FrameTimePlot({ times, onPoint }: FrameTimePlotProps) {
  const scheme = useComputedColorScheme();
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const newest = useRef(times);
  useEffect(() => {
    newest.current = times;
    plot.current?.setData([times.frames, times.seconds]);
  }, [times]);
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return undefined;
    const style = getComputedStyle(element);
    const [ink, line, grid] = [
      '--mantine-color-dimmed',
      '--state-running',
      '--mantine-color-default-border',
    ].map((name) => style.getPropertyValue(name).trim());
    const axis = { stroke: ink ?? '', grid: { stroke: grid ?? '', width: 1 }, ticks: { stroke: grid ?? '' } };
    const made = new UPlot(
      {
        ...{ width, height, legend: { show: false } },
        hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
        scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, high * 1.1] } },
        axes: [
          { ...axis, incrs: wholeSteps },
          { ...axis, size: 56 },
        ],
        series: [
          {},
          {
            ...{ stroke: line ?? '', width: 1.5 },
            points: { size: 4, fill: line ?? '' },
          },
        ],
      },
      [newest.current.frames, newest.current.seconds],
      element,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, scheme, onPoint]);
  return (
    <div ref={ref} className={classes.plot} style={{ minHeight: height }} aria-hidden>
      <div ref={place} />
    </div>
  );
}
