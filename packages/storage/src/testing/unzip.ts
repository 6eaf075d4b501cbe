import { execFileSync } from 'node:child_process';

/**
 * Archives as other programs see them: Info-ZIP's unzip and Python's zipfile, both wanted, because each is strict
 * about other things.
 */
export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  readonly method: 'stored' | 'deflated';
}

const listScript = `
import json, sys, zipfile
print(json.dumps([{"name": i.filename, "size": i.file_size, "method": "deflated" if i.compress_type == 8 else "stored"}
  for i in zipfile.ZipFile(sys.argv[1]).infolist()]))
`;
const checkScript = `
import sys, zipfile
sys.exit(zipfile.ZipFile(sys.argv[1]).testzip())
`;
const readScript = `
import sys, zipfile
sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))
`;

/** Says what to install when a program is missing. */
export function requireUnzip(): void {
  for (const program of ['unzip', 'python3']) {
    try {
      execFileSync(program, [program === 'unzip' ? '-v' : '--version'], { stdio: 'ignore' });
    } catch (cause) {
      throw new Error(`These tests need ${program}: apt-get install unzip python3`, { cause });
    }
  }
}

/**
 * Throws when unzip finds anything wrong: sizes, CRC, structure.
 *
 * @param only one entry instead of all of them
 */
export function checkArchive(archive: string, only?: string): void {
  execFileSync('unzip', ['-tqq', archive, ...(only === undefined ? [] : [only])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
}

/** The same by Python, which takes a twentieth of the time for gigabytes. */
export function checkLargeArchive(archive: string): void {
  execFileSync('python3', ['-c', checkScript, archive], { stdio: ['ignore', 'pipe', 'pipe'] });
}

export function listArchive(archive: string): ArchiveEntry[] {
  const json = execFileSync('python3', ['-c', listScript, archive], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return JSON.parse(json) as ArchiveEntry[];
}

/** One entry, its CRC checked. */
export function readArchive(archive: string, name: string): Buffer {
  return execFileSync('python3', ['-c', readScript, archive, name], { maxBuffer: 2 ** 28 });
}
