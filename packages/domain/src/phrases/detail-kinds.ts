/** How a detail stands in an English sentence. */
interface DetailKind {
  /** Of what it is written as; one group a detail, in the order of `read`. */
  readonly pattern: string;
  readonly write: (value: string | number) => string;
  /** @returns by the suffix of the detail's name */
  readonly read: (written: string) => string | number;
}

/** Several troubles are joined with semicolons: what one of them names does not reach into the next. */
const anyText = '(?:(?!; machine )[^])+?';

const counted = (noun: string): DetailKind => ({
  pattern: String.raw`(\d+ ${noun}s?)`,
  write: (count) => `${count} ${noun}${count === 1 ? '' : 's'}`,
  read: (written) => Number.parseInt(written, 10),
});

const text: DetailKind = { pattern: `(${anyText})`, write: String, read: (written) => written };

/** By the name of the kind. `said`, `cause` and `advice` are sentences themselves: they are read by read-phrases.ts. */
export const detailKinds: Readonly<Record<string, DetailKind>> = {
  text,
  said: text,
  names: text,
  word: { ...text, pattern: String.raw`(\w+)` },
  ranges: { ...text, pattern: String.raw`([\d,…-]+)` },
  rest: { ...text, pattern: '([^]*)' },
  number: { pattern: String.raw`(-?\d+(?:\.\d+)?)`, write: String, read: Number },
  seconds: {
    pattern: String.raw`(\d+(?:\.\d+)?)`,
    write: (ms) => String(Number(ms) / 1000),
    read: (seconds) => Number(seconds) * 1000,
  },
  attempt: counted('attempt'),
  machine: counted('machine'),
  frame: counted('frame'),
  list: {
    pattern: '([\\d, and]+)',
    write: (ids) => String(ids).replace(/, (?=[^,]*$)/, ' and '),
    read: (written) => written.replace(' and ', ', '),
  },
  memory: {
    pattern: String.raw`(\d+(?:\.\d+)? [MG]iB)`,
    // As people ask for it: 921,600 → "900 GiB".
    write: (mb) => (Number(mb) < 1024 ? `${mb} MiB` : `${Math.round((Number(mb) / 1024) * 10) / 10} GiB`),
    read: (written) => Math.round(Number.parseFloat(written) * (written.endsWith('GiB') ? 1024 : 1)),
  },
};
