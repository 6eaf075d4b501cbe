import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/**
 * Writes `service-worker.js`: src/offline/service-worker.js with the names of the files that the shell consists of, and
 * with a version that changes whenever one of them does.
 */
export function offlineShell(): Plugin {
  let source = '';
  return {
    name: 'renderonline-offline-shell',
    apply: 'build',
    configResolved(config) {
      source = join(config.root, 'src/offline/service-worker.js');
    },
    async generateBundle(_options, bundle) {
      const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const version = createHash('sha256').update(assets.toSorted().join('\n')).digest('hex').slice(0, 16);
      const text = await readFile(source, 'utf8');
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: text
          .replace("'@version'", JSON.stringify(version))
          .replace("['@files']", JSON.stringify(assets.map((name) => `/${name}`)))
          .replace("['@shell']", JSON.stringify(shellOf(bundle).map((name) => `/${name}`))),
      });
    },
  };
}

/** The files that the page asks for at once: its entry, what that imports, and their styles. */
function shellOf(bundle: Rolldown.OutputBundle): string[] {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || wanted.has(name)) return;
    wanted.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) wanted.add(style);
    chunk.imports.forEach(add);
  };
  for (const item of Object.values(bundle)) if (item.type === 'chunk' && item.isEntry) add(item.fileName);
  return [...wanted];
}
