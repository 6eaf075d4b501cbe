import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { GapRow } from '../../elements/windowed/gap-row.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { TimelineLayout } from './timeline-layout.ts';
import classes from './timeline.module.css';
import { useBarTexts } from './use-bar-texts.ts';

const rowHeight = 36;

/** The same as the drawing in words and numbers, by time; only the rows in sight are drawn. */
export function BarTable({ layout: { lanes } }: { readonly layout: TimelineLayout }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const texts = useBarTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () =>
      lanes
        .flatMap((lane) => lane.bars.map((bar) => ({ lane, bar })))
        .sort((a, b) => a.bar.fromMs - b.bar.fromMs),
    [lanes],
  );
  // Nothing that is memoised takes its functions.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    getScrollElement: () => scroll.current,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroll} className={classes.scroll} tabIndex={0} role="group" aria-label={t('timeline.title')}>
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {(['frames', 'machine', 'outcome', 'start', 'time'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`timeline.table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <GapRow height={before} />
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { lane, bar } = row;
            return (
              <tr key={index} aria-rowindex={index + 2}>
                <td>{texts.frames(bar)}</td>
                <td>{texts.lane(lane, false)}</td>
                <td>{texts.outcome(bar.outcome)}</td>
                <td>{format.dateTime(bar.fromMs)}</td>
                <td>{format.duration(bar.toMs - bar.fromMs)}</td>
              </tr>
            );
          })}
          <GapRow height={after} />
        </tbody>
      </table>
    </div>
  );
}
