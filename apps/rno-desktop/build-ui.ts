// Makes ui-built/ of ui/: TypeScript without its types, everything else as it is. The shell has it compiled in, and is
// compiled anew when one of these files is: what has not changed is left alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const from = join(import.meta.dirname, 'ui');
const to = join(import.meta.dirname, 'ui-built');

const made = new Set<string>();
for (const path of filesOf(from)) {
  if (!/\.(ts|html|css|svg)$/.test(path) || path.endsWith('.test.ts')) continue;
  const source = readFileSync(join(from, path), 'utf8');
  const name = path.replace(/\.ts$/, '.js');
  made.add(name);
  write(join(to, name), path.endsWith('.ts') ? plain(source) : source);
}
for (const path of filesOf(to)) if (!made.has(path)) rmSync(join(to, path));

function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => statSync(join(folder, path)).isFile());
}

function write(path: string, content: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Types become blanks, so that lines and columns stay as they are. */
function plain(source: string): string {
  return stripTypeScriptTypes(source).replace(/(from '\.[^']*)\.ts'/g, "$1.js'");
}
