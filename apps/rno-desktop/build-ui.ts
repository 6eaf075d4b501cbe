// Makes ui-built/ of ui/: TypeScript without its types, everything else as it is, and a page with the licences of the
// crates. The shell has it compiled in, and is compiled anew when one of these files is: what has not changed is left
// alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { allCrates, shippedCrates } from './licences/crates.ts';
import { noticeOf } from './licences/notice.ts';
import { refusedCrates } from './licences/policy.ts';

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
const refused = refusedCrates(allCrates(import.meta.dirname));
if (refused.length > 0) {
  throw new Error(`licences/policy.ts does not allow the licences of\n${refused.join('\n')}`);
}
made.add('licences.html');
write(join(to, 'licences.html'), noticeOf(shippedCrates(import.meta.dirname)));

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
