import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { useBarTexts } from '../timeline/use-bar-texts.ts';
import type { LogRow } from './log-lines.ts';
import { Marked } from './marked.tsx';
import type { LogLevel } from './read-line.ts';
import classes from './log.module.css';

/** A line of the log at its place. Drawn anew only when it is another one. */
export const LogRowLine = memo(function LogRowLine({
  row,
  top,
  hitText,
}: {
  readonly row: LogRow;
  readonly top: number;
  /** What was searched for, of the line that was found. */
  readonly hitText: string | undefined;
}) {
  return (
    <div
      className={classes.row}
      data-kind={row.kind}
      aria-current={hitText === undefined ? undefined : 'true'}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row.kind === 'line' ? (
        <>
          <LineTime atMs={row.atMs} />
          <LevelWord level={row.level} />
          <span data-level={row.level}>
            {hitText === undefined ? row.text : <Marked line={row.text} text={hitText} />}
          </span>
        </>
      ) : (
        <Remark row={row} />
      )}
    </div>
  );
});

function Remark({ row }: { readonly row: Exclude<LogRow, { kind: 'line' }> }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const texts = useBarTexts();
  const { attemptId } = row;
  if (row.kind === 'left-out') return t('log.leftOut', { size: format.bytes(row.bytes) });
  if (row.kind === 'ended') return t('log.attemptEnded', { attemptId, outcome: texts.outcome(row.outcome) });
  const machine = row.machine ?? t('timeline.removed');
  return t('log.head', { attemptId, machine, frames: texts.frames(row) });
}

/** The time of day; all of it when it is pointed at. */
export function LineTime({ atMs }: { readonly atMs: number | null }) {
  const format = useFormat();
  if (atMs === null) return null;
  const time = new Date(atMs);
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return (
    <time className={classes.time} dateTime={time.toISOString()} title={format.dateTime(atMs)}>
      {parts.map((part) => String(part).padStart(2, '0')).join(':')}
    </time>
  );
}

/** A level in a word: colours alone tell some people nothing. */
export function LevelWord({ level }: { readonly level: LogLevel }) {
  const { t } = useTranslation('task');
  if (level === 'plain') return null;
  return (
    <strong className={classes.level} data-level={level}>
      {t(`log.words.${level}`)}
    </strong>
  );
}
