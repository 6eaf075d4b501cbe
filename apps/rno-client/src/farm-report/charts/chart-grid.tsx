import type { Moment } from './measures.ts';
import { measuresOf } from './measures.ts';
import { MeasureChart } from './measure-chart.tsx';
import type { TimeTexts } from './use-time-texts.ts';
import classes from '../farm-report.module.css';

interface ChartGridProps {
  readonly moments: readonly Moment[];
  readonly bucket: 'hour' | 'day';
  readonly timeTexts: TimeTexts;
  /** Whether it is asked for one user or engine, or only one's own is seen. */
  readonly isPart: boolean;
}

/** Every measure over time, each in a chart of its own. */
export function ChartGrid({ isPart, ...rest }: ChartGridProps) {
  const measures = isPart ? ofPart : ofAll;
  return (
    <div className={classes.charts}>
      {measures.map((measure) => (
        <MeasureChart key={measure.name} measure={measure} {...rest} />
      ))}
    </div>
  );
}

const [ofPart, ofAll] = [measuresOf(true), measuresOf(false)];
