import type { Page } from 'playwright-core';

/** Drags files and folders of this computer from a file manager onto the middle of the page, and lets them go. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const drag = await dragFiles(page, paths);
  await drag.drop();
}

/** The same in two steps: what is dragged hangs over the page until it is let go. */
export async function dragFiles(page: Page, paths: readonly string[]): Promise<{ drop(): Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  const size = page.viewportSize() ?? { width: 800, height: 600 };
  const at = { x: size.width / 2, y: size.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at, data });
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at, data });
  return {
    async drop() {
      await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, data });
      await session.detach();
    },
  };
}
