import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useWindowRows } from '../../elements/windowed/use-window-rows.ts';
import { MachineCard } from './machine-card.tsx';
import type { MachineRowProps } from './machine-table.tsx';
import classes from '../machines.module.css';

/** Pixels: at least as wide as this, a guess of how high, and so far from one another. */
const [cardWidth, cardHeight, gap] = [320, 240, 16];

/** Machines as cards, as many beside one another as there is room for; only those in sight are drawn. */
export function MachineCards({ rows }: { readonly rows: readonly MachineRowProps[] }) {
  const { t } = useTranslation('machines');
  const { ref, width } = useElementSize<HTMLUListElement>();
  const columns = Math.max(1, Math.floor((width + gap) / (cardWidth + gap)));
  const { list, items, before, after, measure } = useWindowRows<HTMLUListElement>({
    count: Math.ceil(rows.length / columns),
    rowHeight: cardHeight,
    gap,
    overscan: 3,
  });
  const merged = useMergedRef(ref, list);
  return (
    <ul
      ref={merged}
      className={classes.cards}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        padding: `${before}px 0 ${after}px`,
      }}
      aria-label={t('title')}
    >
      {items.flatMap(({ index: line }) =>
        rows.slice(line * columns, (line + 1) * columns).map((row, column) => (
          <MachineCard
            key={row.machine.machineId}
            {...row}
            place={{ index: line * columns + column, count: rows.length }}
            // All of a line are as high as the highest.
            measure={column === 0 ? { line, ref: measure } : undefined}
          />
        )),
      )}
    </ul>
  );
}
