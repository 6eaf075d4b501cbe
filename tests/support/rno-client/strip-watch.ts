import type { Page } from 'playwright-core';
import { layOut, placeOf } from '../../../apps/rno-client/src/film/strip-layout.ts';

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [number, number, number];

/** A place in a picture, by its share of the width and the height, and what is to be seen there. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly colour: Colour;
}

/** What a film strip has shown since it is watched. */
export interface StripWatch {
  /** How many cells show the picture now. */
  pictures(): Promise<number>;
  /** The numbers of such cells that there were, each when it had changed. @throws Error when the page was loaded anew meanwhile */
  seen(): Promise<readonly number[]>;
}

/** Of 255: what a thumbnail's compression does to a colour. */
const tolerance = 24;

/** Looks all the time how many cells of the strip show a picture with these marks. @param strip.aspect width ÷ height */
export async function watchStrip(
  page: Page,
  strip: { readonly count: number; readonly aspect: number; readonly marks: readonly Mark[] },
): Promise<StripWatch> {
  const canvas = page.getByRole('grid', { name: `${strip.count} frames` }).locator('canvas');
  const width = await canvas.evaluate((element: unknown) => (element as { clientWidth: number }).clientWidth);
  const layout = layOut({ ...strip, width, cellWidth: 96 });
  const places = Array.from({ length: strip.count }, (_, index) => placeOf(layout, index));
  const watch = { places, marks: strip.marks, tolerance, ...layout };
  await page.evaluate(
    `(({ places, marks, tolerance, cellWidth, cellHeight }) => {
      const seen = (window.stripSeen = []);
      const isThere = (context, ratio, place) =>
        marks.every(({ x, y, colour }) => {
          const at = [(place.x + x * cellWidth) * ratio, (place.y + y * cellHeight) * ratio].map(Math.round);
          const { data } = context.getImageData(...at, 1, 1);
          return colour.every((value, channel) => Math.abs(value - data[channel]) <= tolerance);
        });
      const look = () => {
        const canvas = document.querySelector('[role=grid] canvas');
        if (canvas !== null) {
          const context = canvas.getContext('2d');
          const ratio = window.devicePixelRatio;
          const pictures = places.filter((place) => isThere(context, ratio, place)).length;
          if (seen.at(-1) !== pictures) seen.push(pictures);
        }
      };
      look();
      // Not with the frames that the browser draws: those of a page behind another one are none.
      setInterval(look, 50);
    })(${JSON.stringify(watch)})`,
  );
  const seen = async () => {
    const numbers = await page.evaluate<readonly number[] | null>('window.stripSeen ?? null');
    if (numbers === null) throw new Error('The page was loaded anew.');
    return numbers;
  };
  return { seen, pictures: async () => (await seen()).at(-1) ?? 0 };
}
