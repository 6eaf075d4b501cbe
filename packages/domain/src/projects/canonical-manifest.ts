import type { Manifest } from './manifest.ts';

/**
 * A manifest as the one text that all manifests with these files and this main file have in common: JSON without
 * spaces, the files by path in the order of UTF-16 code units, keys always in the same order. Its SHA-256, over
 * UTF-8, identifies a project's content.
 */
export function canonicalManifest(manifest: Manifest): string {
  const files = manifest.files
    .map(({ path, size, sha256 }) => ({ path, size, sha256 }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  return JSON.stringify({ mainPath: manifest.mainPath, files });
}
