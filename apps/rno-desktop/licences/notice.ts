import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Crate } from './crates.ts';

/** What a licence is called in a crate. */
const licenceFile = /^(licen[cs]e|copying|notice|unlicense)/i;
/** Files that need not be repeated where the crate may be used by its MIT licence. */
const otherThanMit = /apache|unlicense|zlib|bsd|lgpl|boost/i;

/** A page that names everybody whose work is in the program, with the texts of their licences: each text once. */
export function noticeOf(crates: readonly Crate[]): string {
  const texts = new Map<string, Crate[]>();
  for (const crate of crates) {
    for (const text of licencesOf(crate)) texts.set(text, [...(texts.get(text) ?? []), crate]);
  }
  const rows = crates.map(
    ({ name, version, licence, repository }) =>
      `<li><b>${escaped(name)}</b> ${escaped(version)} · ${escaped(licence)} · ${escaped(repository)}</li>`,
  );
  const sections = [...texts].map(
    ([text, users]) =>
      `<h3>${escaped(users.map(({ name, version }) => `${name} ${version}`).join(', '))}</h3>\n` +
      `<pre>${escaped(text)}</pre>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Licences – RenderOnline</title>
    <link rel="stylesheet" href="look.css" />
  </head>
  <body class="licences">
    <main>
      <h1>Licences</h1>
      <p>
        RenderOnline is MIT licensed. This program was built with the ${crates.length} libraries below, unchanged as
        they are published under these names and versions on crates.io; their sources are to be had there. The web
        view that shows its pages belongs to the system.
      </p>
      <ul>
${rows.join('\n')}
      </ul>
      <h2>Texts</h2>
${sections.join('\n')}
    </main>
  </body>
</html>
`;
}

function licencesOf({ manifest, licence }: Crate): readonly string[] {
  const folder = dirname(manifest);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => name);
  const hasMit = !/\bAND\b/.test(licence) && names.some((name) => /mit/i.test(name));
  return names
    .filter((name) => !hasMit || !otherThanMit.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
