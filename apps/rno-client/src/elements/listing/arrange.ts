/** How a list is searched and ordered: part of the address, so that it can be kept and passed on. */
export interface Arrangement {
  readonly text: string;
  /** The key of a column. */
  readonly sort: string;
  readonly isDescending: boolean;
}

export interface ArrangedColumn<Row> {
  readonly key: string;
  /** What it is searched and ordered by; null stands at the end in either direction. */
  readonly value: (row: Row) => string | number | null;
}

/** Reads the address; whatever is wrong in it is as if it were not there. */
export function readArrangement(search: URLSearchParams, keys: readonly string[]): Arrangement {
  const sort = search.get('sort') ?? '';
  const key = keys.find((candidate) => candidate === sort.replace(/^-/, ''));
  return {
    text: search.get('text') ?? '',
    sort: key ?? keys[0] ?? '',
    isDescending: key !== undefined && sort.startsWith('-'),
  };
}

/** The same for the address; what is as usual is left out. */
export function writeArrangement(arrangement: Arrangement, keys: readonly string[]): URLSearchParams {
  const { text, sort, isDescending } = arrangement;
  const search = new URLSearchParams();
  if (text !== '') search.set('text', text);
  if (isDescending || sort !== keys[0]) search.set('sort', `${isDescending ? '-' : ''}${sort}`);
  return search;
}

/** The rows that have every word that is looked for, in the order asked for; equal ones stay as they were. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly ArrangedColumn<Row>[],
  { text, sort, isDescending }: Arrangement,
  locale: string,
): Row[] {
  const words = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const all = columns.map(({ value }) => value(row) ?? '').join(' ');
    const lower = all.toLocaleLowerCase(locale);
    return words.every((word) => lower.includes(word));
  });
  const value = columns.find(({ key }) => key === sort)?.value;
  if (value === undefined) return found;
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const direction = isDescending ? -1 : 1;
  return found.sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'number' && typeof other === 'number') return (one - other) * direction;
    return compare(String(one), String(other)) * direction;
  });
}
