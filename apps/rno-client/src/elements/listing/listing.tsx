import { Button, Group, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import { arrange, readArrangement, writeArrangement, type ArrangedColumn } from './arrange.ts';
import classes from './listing.module.css';

export interface ListingColumn<Row> extends ArrangedColumn<Row> {
  readonly label: string;
  /** How it is shown; its value unless given. */
  readonly cell?: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

interface ListingProps<Row> {
  readonly label: string;
  /** undefined while they are being read. */
  readonly rows: readonly Row[] | undefined;
  /** The first one is what a row is called. */
  readonly columns: readonly ListingColumn<Row>[];
  readonly rowKey: (row: Row) => string | number;
  /** What can be done with a row. */
  readonly actions?: ((row: Row) => ReactNode) | undefined;
  /** What can be done with the list. */
  readonly children?: ReactNode;
}

/** So many are drawn; more when somebody asks for them. */
const pageSize = 200;

/** A list that can be searched and ordered: a table where there is room for one, cards where there is not. */
export function Listing<Row>({ label, rows, columns, rowKey, actions, children }: ListingProps<Row>) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [limit, setLimit] = useState(pageSize);
  const box = useRef<HTMLInputElement>(null);
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const keys = columns.map(({ key }) => key);
  const arrangement = readArrangement(search, keys);
  const arranged = useMemo(
    () =>
      arrange(
        rows ?? [],
        columns,
        readArrangement(
          search,
          columns.map(({ key }) => key),
        ),
        i18n.language,
      ),
    [rows, columns, search, i18n.language],
  );
  const change = (changes: Partial<typeof arrangement>): void => {
    setSearch(writeArrangement({ ...arrangement, ...changes }, keys), { replace: true });
  };
  useShortcut({ keys: '/', label: t('listing.search'), run: () => box.current?.focus() });
  const shown = arranged.slice(0, limit);
  return (
    <>
      <Group mb="md" gap="sm" role="search">
        <TextInput
          ref={box}
          aria-label={t('listing.search')}
          placeholder={t('listing.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={arrangement.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          style={{ flex: '1 1 180px' }}
          maw={420}
        />
        <Text size="sm" c="dimmed" aria-live="polite" className="tabular" style={{ flex: '1 0 auto' }}>
          {rows !== undefined && t('listing.count', { count: arranged.length })}
        </Text>
        {children}
      </Group>
      {rows === undefined ? (
        <Stack gap="xs" aria-busy>
          {[0, 1, 2].map((line) => (
            <Skeleton key={line} h={44} />
          ))}
        </Stack>
      ) : isNarrow ? (
        <Cards {...{ label, columns, rowKey, actions }} rows={shown} />
      ) : (
        <table className={classes.table} aria-label={label}>
          <thead>
            <tr>
              {columns.map(({ key, label: title, isNumber = false }) => (
                <HeadCell
                  key={key}
                  {...{ title, isNumber }}
                  direction={
                    arrangement.sort !== key ? 'none' : arrangement.isDescending ? 'descending' : 'ascending'
                  }
                  sort={() =>
                    change({ sort: key, isDescending: arrangement.sort === key && !arrangement.isDescending })
                  }
                />
              ))}
              {actions !== undefined && (
                <th className={classes.actions}>
                  <span className={classes.unseen}>{t('listing.actions')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.key} data-number={column.isNumber}>
                    <Cell column={column} row={row} />
                  </td>
                ))}
                {actions !== undefined && <td className={classes.actions}>{actions(row)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows !== undefined && arranged.length === 0 && (
        <Text c="dimmed" ta="center" py="xl">
          {t(rows.length === 0 ? 'listing.empty' : 'listing.nothing')}
        </Text>
      )}
      {arranged.length > limit && (
        <Button variant="default" mt="md" onClick={() => setLimit(limit + pageSize)}>
          {t('listing.more')}
        </Button>
      )}
    </>
  );
}

interface HeadCellProps {
  readonly title: string;
  readonly isNumber: boolean;
  readonly direction: 'none' | 'ascending' | 'descending';
  readonly sort: () => void;
}

function HeadCell({ title, isNumber, direction, sort }: HeadCellProps) {
  const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <th aria-sort={direction} data-number={isNumber}>
      <UnstyledButton className={classes.sort} onClick={sort}>
        {title}
        {direction !== 'none' && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}

function Cell<Row>({ column, row }: { readonly column: ListingColumn<Row>; readonly row: Row }) {
  return column.cell === undefined ? <>{column.value(row)}</> : column.cell(row);
}

type CardsProps<Row> = Pick<ListingProps<Row>, 'label' | 'columns' | 'rowKey'> & {
  readonly rows: readonly Row[];
  readonly actions: ListingProps<Row>['actions'];
};

function Cards<Row>({ label, rows, columns, rowKey, actions }: CardsProps<Row>) {
  const [name, ...others] = columns;
  return (
    <Stack component="ul" gap="xs" p={0} m={0} aria-label={label} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes.card}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div className={classes.cardName}>{name !== undefined && <Cell column={name} row={row} />}</div>
            {actions?.(row)}
          </Group>
          <dl className={classes.facts}>
            {others.map((column) => (
              <div key={column.key}>
                <dt>{column.label}</dt>
                <dd>
                  <Cell column={column} row={row} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </Stack>
  );
}
