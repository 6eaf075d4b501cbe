/** Stands in a table for the rows that are out of sight; `height` in pixels. */
export function GapRow({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
