/**
 * Something that a renderer's output says. `frame` is null when the renderer does not count frames, or has not
 * said yet which one; `fraction` is from 0 to 1.
 */
export type RenderEvent =
  | { readonly kind: 'frame-started'; readonly frame: number }
  | { readonly kind: 'frame-progress'; readonly frame: number | null; readonly fraction: number }
  | { readonly kind: 'frame-written'; readonly frame: number | null; readonly path: string }
  | {
      readonly kind: 'frame-done';
      readonly frame: number;
      /** How long it took, where the renderer says so. */
      readonly renderMs?: number;
    }
  | { readonly kind: 'error'; readonly message: string };

/** Reads one renderer's output, both streams of it, and says what it means. Holds no more than one line. */
export interface EngineOutputParser {
  /** @param text the next piece of output; it may begin and end anywhere, within a line too. */
  push(text: string): RenderEvent[];
  /** The output is over: what the last, unfinished line says. */
  end(): RenderEvent[];
}
