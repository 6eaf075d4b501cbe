/**
 * An output's path as the name of a ZIP entry. A name that Linux allows may lead out of the folder when Windows
 * unpacks it (`..\x`, `C:x`), or be impossible there; such characters become %-codes, as in addresses.
 */
export function entryName(path: string): Buffer {
  return Buffer.from(path.replace(/[\\:*?"<>|\p{Cc}]/gu, percentCode), 'utf8');
}

function percentCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
