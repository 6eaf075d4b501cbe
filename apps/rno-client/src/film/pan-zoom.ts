/** How a picture is looked at: 1 fits it into the stage; the shift is in CSS pixels from the middle. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const fitted: View = { scale: 1, x: 0, y: 0 };
const [smallest, largest] = [1, 32];

/**
 * Comes nearer or goes away while the point under the cursor stays where it is.
 *
 * @param at the point, in CSS pixels from the middle of the stage
 */
export function zoomedAt(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = Math.min(largest, Math.max(smallest, view.scale * factor));
  if (scale === smallest) return fitted;
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Moves the picture, but never out of sight. @param stage its size */
export function moved(
  view: View,
  by: { readonly x: number; readonly y: number },
  stage: { readonly width: number; readonly height: number },
): View {
  const [mostX, mostY] = [(stage.width * (view.scale - 1)) / 2, (stage.height * (view.scale - 1)) / 2];
  const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value));
  return { scale: view.scale, x: within(view.x + by.x, mostX), y: within(view.y + by.y, mostY) };
}

/** How far apart two fingers are, and what is between them. */
export function pinchOf(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): { readonly distance: number; readonly x: number; readonly y: number } {
  return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
