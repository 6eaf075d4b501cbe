import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

/**
 * The row that a person means by an identifier or a name. Numbers are identifiers first, and of several rows of a
 * name those that are preferred are meant.
 *
 * @throws CliError when there is none, or when a name fits several
 */
export function findOne<Row>(
  rows: readonly Row[],
  wanted: string,
  {
    noun,
    id,
    names,
    isPreferred = () => true,
  }: {
    noun: string;
    id: (row: Row) => number;
    names: (row: Row) => readonly string[];
    isPreferred?: (row: Row) => boolean;
  },
): Row {
  const byId = rows.find((row) => String(id(row)) === wanted);
  if (byId !== undefined) return byId;
  const lower = wanted.toLowerCase();
  const called = rows.filter((row) => names(row).some((name) => name.toLowerCase() === lower));
  const byName = called.some(isPreferred) ? called.filter(isPreferred) : called;
  const [only, second] = byName;
  if (only !== undefined && second === undefined) return only;
  throw only === undefined
    ? new CliError(exitCodes.notFound, `${noun}-not-found`, `There is no ${noun} "${wanted}".`, {
        next: `\`renderonline ${noun} list\` shows those there are.`,
      })
    : new CliError(
        exitCodes.usage,
        `${noun}-ambiguous`,
        `${byName.length} ${noun}s are called "${wanted}": ${byName.map(id).join(', ')}.`,
        { next: 'Give the number.' },
      );
}

/**
 * What a `set` command was asked to change.
 *
 * @throws CliError when nothing was given
 */
export function changesOf<Changes extends object>(command: string, changes: Changes): Changes {
  if (Object.values(changes).some((value) => value !== undefined)) {
    return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Changes;
  }
  throw new CliError(exitCodes.usage, 'nothing-to-change', 'Nothing to change was given.', {
    next: `\`renderonline ${command} --help\` lists what can be set.`,
  });
}
