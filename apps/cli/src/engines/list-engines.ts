import type { Engine } from '@renderonline/database';
import { printList } from '../commands/print.ts';
import { withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { fitText } from '../terminal/fit-text.ts';
import type { Column } from '../terminal/table.ts';

const columns: readonly Column<Engine>[] = [
  { title: 'ID', value: (row) => String(row.engineId), align: 'right' },
  { title: 'NAME', value: (row) => row.name },
  { title: 'EXTENSION', value: (row) => row.extension },
  { title: 'ADAPTER', value: (row) => row.adapter, drops: true },
  { title: 'DOWNLOAD PATH', value: (row) => row.downloadPath, shrinks: true },
  { title: 'TEMPLATE', value: (row) => fitText(cleanText(row.renderArgument), 80), shrinks: true },
];

/** `engine list`. */
export async function listEnginesCommand(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { listEngines } = await import('@renderonline/database');
  const rows = await withDatabase(io, options, ({ db }) => listEngines(db));
  const empty = 'No engines yet. Add one: renderonline engine add --preset blender --download-path FOLDER';
  await printList(io, { json: options.json === true, rows, columns, empty });
  return exitCodes.ok;
}
