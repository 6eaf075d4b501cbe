/** From here on highlights are compressed; below, the colours are those of the standard view. */
const shoulder = 0.8;

/** A picture of which nineteen in twenty pixels are brighter than this is a pass or overexposed: it is dimmed. */
const brightest = 4;

/** How much of a pixel's alpha there must be for its colour to be told. */
const leastAlpha = 1e-4;

/**
 * Makes a picture that a screen can show out of scene-linear light: sRGB with soft highlights; what cannot be
 * (NaN, negative light) becomes black, what is infinite white. Of a picture that would be white all over, such as a
 * depth pass, the exposure is lowered.
 *
 * @param planes green, blue, red and alpha, each of `width × height` floats, the colours multiplied by alpha
 * @param exposureStops how much brighter, each stop twice as bright
 * @returns RGBA, 8 bits each, not multiplied
 */
export function toneMap(
  planes: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
  exposureStops = 0,
): Buffer {
  const [green, blue, red, alpha] = planes;
  const exposure = exposureOf(planes) * 2 ** exposureStops;
  const pixels = Buffer.alloc(4 * green.length);
  for (let at = 0; at < green.length; at += 1) {
    const opacity = clamp(alpha[at] ?? 1);
    const scale = exposure / (opacity < leastAlpha ? 1 : opacity);
    pixels[4 * at] = display((red[at] ?? 0) * scale);
    pixels[4 * at + 1] = display((green[at] ?? 0) * scale);
    pixels[4 * at + 2] = display((blue[at] ?? 0) * scale);
    pixels[4 * at + 3] = Math.round(opacity * 255);
  }
  return pixels;
}

function exposureOf([green, blue, red]: readonly Float32Array[]): number {
  const light = Float64Array.from({ length: green?.length ?? 0 }, (_, at) => {
    const value = Math.max(red?.[at] ?? 0, green?.[at] ?? 0, blue?.[at] ?? 0);
    return Number.isFinite(value) ? value : 0;
  }).sort();
  const darkest = light[Math.floor(light.length / 20)] ?? 0;
  const bright = light[Math.floor(light.length * 0.95)] ?? 0;
  return darkest > brightest && bright > 0 ? 1 / bright : 1;
}

function display(linear: number): number {
  if (Number.isNaN(linear) || linear <= 0) return 0;
  const soft =
    linear <= shoulder
      ? linear
      : shoulder + (1 - shoulder) * (1 - Math.exp((shoulder - linear) / (1 - shoulder) / 4));
  const encoded = soft <= 0.0031308 ? 12.92 * soft : 1.055 * soft ** (1 / 2.4) - 0.055;
  return Math.round(clamp(encoded) * 255);
}

function clamp(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value));
}
