/** Of a picture that is decoded: 16,384 × 16,384, as much as a panorama of 16K twice over. */
export const mostPixels = 268_435_456;

/** A decoder that has nothing to do for so long ends. ms */
export const idleMs = 15_000;

/** How often the decoder looks how much memory it has taken. ms */
export const memoryCheckMs = 25;

/** Names of what the parent tells the decoder in its environment. */
export const memoryVariable = 'RENDERONLINE_DECODER_MEMORY';
