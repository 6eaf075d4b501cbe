import type { Crate } from './crates.ts';
import { isAllowed } from './expression.ts';

/** They ask for no more than to be named. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
]);

/** What asks for more, each looked at. */
const exceptions: Readonly<Record<string, string>> = {
  // Its own files have to stay open, unchanged as they are here and to be had where the notice says; ours need not.
  cssparser: 'MPL-2.0',
  'cssparser-macros': 'MPL-2.0',
  'dtoa-short': 'MPL-2.0',
  'option-ext': 'MPL-2.0',
  selectors: 'MPL-2.0',
  // The list of authorities, as data. Used on Android only, where there is no such program.
  'webpki-root-certs': 'CDLA-Permissive-2.0',
};

/** One line for each crate whose licence nobody has allowed, or that is not any more what it was allowed as. */
export function refusedCrates(crates: readonly Crate[]): readonly string[] {
  return crates
    .filter(({ name, licence }) => !isAllowed(licence, allowed) && exceptions[name] !== licence)
    .map(({ name, version, licence }) => `${name} ${version}: ${licence === '' ? 'no licence' : licence}`);
}
