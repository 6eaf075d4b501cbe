import { useMemo } from 'react';
import { rowOfHit, rowsAround, writeHit } from './hits.ts';
import { LogPane } from './log-pane.tsx';
import type { Hits } from './use-hits.ts';
import type { Log } from './use-log.ts';

interface HitPaneProps {
  /** Of the hit's attempt. */
  readonly log: Log;
  readonly match: NonNullable<Hits['match']>;
  readonly text: string;
  readonly stepByKey: Hits['stepByKey'];
}

/** The log at the place of a hit; what is further back than it goes with the lines around it. */
export function HitPane({ log, match, text, stepByKey }: HitPaneProps) {
  const { rows, dropped } = log.lines;
  const place = useMemo(() => rowOfHit(rows, match), [rows, match]);
  const part = useMemo(() => rowsAround(match), [match]);
  const key = `${writeHit(match)} ${place === undefined}`;
  return place === undefined ? (
    <LogPane
      key={key}
      rows={part.rows}
      dropped={0}
      state="ended"
      isPart
      hit={{ place: part.place, text }}
      {...{ stepByKey }}
    />
  ) : (
    <LogPane
      key={key}
      rows={rows}
      dropped={dropped}
      state={log.state}
      hit={{ place, text }}
      {...{ stepByKey }}
    />
  );
}
