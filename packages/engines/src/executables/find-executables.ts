import { executablesOf, type FindExecutableOptions } from './find-executable.ts';

/**
 * Looks for a program wherever it may be: versions side by side, and each place of PATH.
 *
 * @param name with or without `.exe`
 * @returns every full path, in the order of findExecutable; a file may be there under several names
 */
export async function findExecutables(name: string, options: FindExecutableOptions = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const path of executablesOf(name, options)) found.push(path);
  return found;
}
