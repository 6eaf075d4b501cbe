import type { Page } from 'playwright-core';
import type { Colour } from './strip-watch.ts';

const image = `document.querySelector('img[alt^="Frame "]')`;

/** The frame that the stage shows (`Frame 7`), once its picture is there. */
export function shownFrame(page: Page): Promise<string | null> {
  return page.evaluate(
    `((image) => (image?.complete && image.naturalWidth > 0 ? image.alt : null))(${image})`,
  );
}

/** What the picture on the stage has at a place, which is a share of its width and height. */
export function colourOnStage(
  page: Page,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<Colour> {
  return page.evaluate(
    `((image) => {
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const at = [${x} * canvas.width, ${y} * canvas.height].map(Math.floor);
      return [...context.getImageData(...at, 1, 1).data.slice(0, 3)];
    })(${image})`,
  );
}
