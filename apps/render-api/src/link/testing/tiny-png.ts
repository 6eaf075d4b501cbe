/** A whole PNG of two pixels, one orange and one blue. */
export const tinyPng: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mP436Cg0PAfAAtgAz8z6akJAAAAAElFTkSuQmCC',
  'base64',
);
