import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Shortens text to a number of columns, ending in `…` when something is cut away. */
export function fitText(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    const wide = stringWidth(segment);
    if (width + wide > columns - 1) break;
    kept += segment;
    width += wide;
  }
  return columns < 1 ? '' : `${kept}…`;
}

/** Fills text up with spaces to a number of columns. */
export function padText(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - stringWidth(text)));
  return side === 'left' ? text + space : space + text;
}
