const longestQuoted = 200;

/** What would play tricks on a terminal or turn the direction of writing around. JSON escapes the rest. */
const treacherous = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Somebody's path for a message: in quotes, short, on one line, without characters that do anything. */
export function quotedPath(path: string): string {
  return JSON.stringify(shortPath(path)).replace(
    treacherous,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Somebody's path for programs: as it is, but not longer than a message should be. */
export function shortPath(path: string): string {
  return path.length > longestQuoted ? `${path.slice(0, longestQuoted)}…` : path;
}
