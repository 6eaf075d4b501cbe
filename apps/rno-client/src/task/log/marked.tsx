import { Mark } from '@mantine/core';

/** A line with what was searched for marked, once. */
export function Marked({ line, text }: { readonly line: string; readonly text: string }) {
  const at = text === '' ? -1 : line.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return line;
  return (
    <>
      {line.slice(0, at)}
      <Mark>{line.slice(at, at + text.length)}</Mark>
      {line.slice(at + text.length)}
    </>
  );
}
