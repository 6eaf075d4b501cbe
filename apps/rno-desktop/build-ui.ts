// Makes ui-built/ of ui/: TypeScript without its types, everything else as it is. The shell has it compiled in.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const from = join(import.meta.dirname, 'ui');
const to = join(import.meta.dirname, 'ui-built');

rmSync(to, { recursive: true, force: true });
for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(ts|html|css|svg)$/.test(path) || path.endsWith('.test.ts')) continue;
  const target = join(to, path.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  if (path.endsWith('.ts')) writeFileSync(target, plain(readFileSync(join(from, path), 'utf8')));
  else copyFileSync(join(from, path), target);
}

/** Types become blanks, so that lines and columns stay as they are. */
function plain(source: string): string {
  return stripTypeScriptTypes(source).replace(/(from '\.[^']*)\.ts'/g, "$1.js'");
}
