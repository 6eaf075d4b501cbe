import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A colour on its way from one theme to the other is neither's. What goes on for ever is not waited for. */
const untilAtRest = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => true))`;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** A theme is nothing but colours: what else there is to find is found in the first one. */
const rulesOf = { light: '', dark: ', runOnly: ["color-contrast", "link-in-text-block"]' } as const;

/**
 * Has axe look at the page as it is, in the light and in the dark theme.
 *
 * @param part a selector, where only a part of the page is new
 * @throws AssertionError with what it found
 */
export async function assertAccessible(page: Page, part?: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.waitForSelector(`html[data-mantine-color-scheme=${scheme}]`, { state: 'attached' });
    await page.evaluate(untilAtRest);
    // Not by a script element: the page's policy against foreign scripts is part of what is tested.
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(${part === undefined ? 'document' : JSON.stringify(part)}, { resultTypes: ["violations"]${rulesOf[scheme]} })`,
    );
    const found = violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary ?? ''}`).join('\n')}`,
    );
    assert.deepEqual(found, [], `axe found in the ${scheme} theme:\n${found.join('\n')}`);
  }
}
