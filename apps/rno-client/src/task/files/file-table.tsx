import { Anchor, Text } from '@mantine/core';
import type { OutputView } from '@renderonline/contract';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { GapRow } from '../../elements/windowed/gap-row.tsx';
import { useWindowRows } from '../../elements/windowed/use-window-rows.ts';
import { useFormat, useNow } from '../../format/use-format.ts';
import { outputAddress } from '../../farm/download-address.ts';
import classes from './files.module.css';

const rowHeight = 40;

interface FileTableProps {
  readonly taskId: number;
  readonly outputs: readonly OutputView[];
}

/** Files, of which only those in sight are drawn. Each name is its download. */
export function FileTable({ taskId, outputs }: FileTableProps) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const nowMs = useNow();
  const { list, items, before, after } = useWindowRows<HTMLDivElement>({
    count: outputs.length,
    rowHeight,
    overscan: 12,
  });
  return (
    <div ref={list}>
      <table className={classes.table} aria-label={t('files.title')} aria-rowcount={outputs.length + 1}>
        <thead>
          <tr>
            <th>{t('files.name')}</th>
            <th className={classes.size}>{t('files.size')}</th>
            <th className={classes.time}>{t('files.changed')}</th>
          </tr>
        </thead>
        <tbody>
          <GapRow height={before} />
          {items.map(({ index }) => {
            const output = outputs[index];
            if (output === undefined) return null;
            const { path, size, modifiedAt } = output;
            return (
              <tr key={path} aria-rowindex={index + 2}>
                <td>
                  <Anchor
                    className={classes.name}
                    href={outputAddress(taskId, path)}
                    download
                    size="sm"
                    title={path}
                    aria-label={t('files.download', { name: path })}
                  >
                    <IconDownload size={16} aria-hidden />
                    <span>{path}</span>
                  </Anchor>
                </td>
                <td className={classes.size}>{format.bytes(size)}</td>
                <td className={classes.time}>
                  <Text size="sm" c="dimmed" title={format.dateTime(modifiedAt)}>
                    {format.shortTime(modifiedAt, nowMs)}
                  </Text>
                </td>
              </tr>
            );
          })}
          <GapRow height={after} />
        </tbody>
      </table>
    </div>
  );
}
