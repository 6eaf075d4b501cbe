import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface WindowRowsInput {
  readonly count: number;
  /** In pixels; a guess where rows are measured. */
  readonly rowHeight: number;
  /** Pixels between rows. */
  readonly gap?: number;
  /** So many rows beyond those in sight are drawn. */
  readonly overscan?: number;
  /** Tells rows apart where they move; by their place unless given. */
  readonly keyOf?: (index: number) => string | number;
}

interface WindowRows<List extends HTMLElement> {
  /** What holds the rows. */
  readonly list: RefObject<List | null>;
  /** Those to be drawn. */
  readonly items: readonly VirtualItem[];
  /** Pixels that those before and after them would take. */
  readonly before: number;
  readonly after: number;
  /** The `ref` of rows that are not all alike; they have their index as `data-index`. */
  readonly measure: (row: Element | null) => void;
  readonly scrollTo: (index: number) => void;
}

/** Of a long list in the page, the rows in sight: thousands are as quick as ten. */
export function useWindowRows<List extends HTMLElement>(input: WindowRowsInput): WindowRows<List> {
  const { count, rowHeight, gap = 0, overscan = 8, keyOf } = input;
  const list = useRef<List>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    // What stands above may come later, and change its height.
    const observer = new ResizeObserver(() => {
      setScrollMargin(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtualizer = useWindowVirtualizer({
    ...{ count, gap, overscan, scrollMargin },
    estimateSize: () => rowHeight,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  });
  const items = virtualizer.getVirtualItems();
  return {
    list,
    items,
    before: (items[0]?.start ?? scrollMargin) - scrollMargin,
    after: virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
