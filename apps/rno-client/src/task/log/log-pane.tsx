import { Button, Group, Text } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import type { LogRow } from './log-lines.ts';
import { LogRowLine } from './log-row.tsx';
import type { Log } from './use-log.ts';
import classes from './log.module.css';

const lineHeight = 20;
/** So near to the end is at the end: fractions of pixels differ from screen to screen. */
const endPixels = lineHeight;

interface LogPaneProps {
  readonly rows: readonly LogRow[];
  /** Older ones that were let go. */
  readonly dropped: number;
  readonly state: Log['state'];
  /** The row to show, and what was searched for; the pane of another one needs another key. */
  readonly hit?: { readonly place: number; readonly text: string };
  /** Whether it is only a part of the log, around the hit. */
  readonly isPart?: boolean;
  readonly stepByKey?: (event: KeyboardEvent) => void;
}

/** Lines, of which only those in sight are drawn. It follows the newest until somebody scrolls up. */
export function LogPane({ rows, dropped, state, hit, isPart = false, stepByKey }: LogPaneProps) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const pane = useRef<HTMLDivElement>(null);
  /** How many rows there had been when somebody scrolled up; null while it follows. */
  const [stoppedAt, setStoppedAt] = useState<number | null>(hit === undefined ? null : rows.length + dropped);
  // Nothing that is memoised takes its functions.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => lineHeight,
    getScrollElement: () => pane.current,
    overscan: 20,
  });
  const total = rows.length + dropped;
  useEffect(() => {
    const element = pane.current;
    if (stoppedAt === null && element !== null) element.scrollTop = element.scrollHeight;
  }, [total, stoppedAt]);
  const hitPlace = hit?.place;
  const showHit = useEffectEvent(() => {
    if (hitPlace === undefined) return;
    virtualizer.scrollToIndex(hitPlace, { align: 'center' });
    // What was pressed to come here is gone: it goes on by keyboard from here.
    if (document.activeElement === document.body) pane.current?.focus({ preventScroll: true });
  });
  useEffect(() => showHit(), []);
  const onScroll = (): void => {
    const element = pane.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endPixels;
    // Whoever looks at a line near the end looks at that line.
    if (isAtEnd && hit === undefined) setStoppedAt(null);
    else setStoppedAt((before) => before ?? total);
  };
  const newer = stoppedAt === null ? 0 : total - stoppedAt;
  return (
    <div className={classes.frame}>
      {dropped > 0 && (
        <Text size="xs" c="dimmed" mb={4}>
          {t('log.cut')}
        </Text>
      )}
      <div
        ref={pane}
        className={classes.pane}
        role="log"
        // Nobody can listen to a renderer.
        aria-live="off"
        aria-label={t('log.title')}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={stepByKey}
      >
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const hitText = index === hitPlace ? hit?.text : undefined;
            return <LogRowLine key={index + dropped} row={row} top={start} hitText={hitText} />;
          })}
        </div>
      </div>
      <Group justify="space-between" mt={6} mih={30}>
        <Text size="sm" c="dimmed" aria-live="polite">
          {isPart
            ? t('log.part')
            : state === 'away'
              ? t('log.away')
              : stoppedAt !== null
                ? t('log.stopped')
                : state === 'ended'
                  ? t('log.ended')
                  : t('log.following')}
        </Text>
        {stoppedAt !== null && !isPart && (
          <Button
            size="xs"
            leftSection={<IconArrowDown size={16} aria-hidden />}
            onClick={() => {
              setStoppedAt(null);
              pane.current?.focus();
            }}
          >
            {newer > 0
              ? `${t('log.toNewest')} (${t('log.newer', { count: newer, shown: format.number(newer) })})`
              : t('log.toNewest')}
          </Button>
        )}
      </Group>
    </div>
  );
}
