import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Further than any page has things to stop at. */
const mostPresses = 60;

/** What of the page the keyboard is at: its label, or what it shows. */
const focused = `(() => {
  const element = document.activeElement;
  return (element?.getAttribute('aria-label') ?? element?.dataset.argument ?? element?.textContent ?? '').trim();
})()`;

/** Goes on with the Tab key, as somebody without a mouse does, until the keyboard is at something. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  const passed: string[] = [];
  while (passed.length < mostPresses && passed.at(-1) !== wanted) {
    await page.keyboard.press('Tab');
    passed.push(await page.evaluate<string>(focused));
  }
  assert.equal(passed.at(-1), wanted, `The Tab key leads to ${passed.join(' · ')}`);
}
