import { DatabaseSync } from 'node:sqlite';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

const sqliteBusy = 5;

/**
 * Makes this process the only quickstart of a folder. The lock is one of the operating system, taken through
 * an empty SQLite file, because that works alike everywhere and ends with its process, however that ends.
 *
 * @returns what gives the folder free again
 * @throws CliError (code 13) when another quickstart has it
 */
export function lockFarm(lockFile: string, folder: string): () => void {
  const file = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw new CliError(
      exitCodes.alreadyRunning,
      'quickstart-running',
      `A quickstart already runs in ${folder}.`,
      {
        next: 'Use that one, end it first, or start another farm with --directory FOLDER --port PORT.',
        cause: error,
      },
    );
  }
  return () => {
    file.close();
  };
}
