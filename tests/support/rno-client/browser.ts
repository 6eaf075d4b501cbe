import { after, before } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { ensureClient } from '../../../scripts/client-build.ts';
import { launchChromium } from './chromium.ts';

/** Who looks at which farm. */
export interface Visitor {
  readonly address: string;
  readonly email: string;
  readonly token: string;
}

/** One Chromium for the tests of a file; pages that fail to load or throw fail the test that opened them. */
export interface TestBrowser {
  /** A browser that nobody has logged in with yet. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** A page of the farm, logged in, at `path`. */
  open(visitor: Visitor, path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** What pages threw so far; empty unless something is wrong. */
  readonly faults: readonly string[];
}

/** Starts Chromium before the tests of this file and ends it after them. RNOClient is built when it is not current. */
export function useBrowser(): TestBrowser {
  let browser: Browser;
  const faults: string[] = [];
  before(async () => {
    ensureClient();
    browser = await launchChromium();
  });
  after(() => browser.close());

  async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      ...{ locale: 'en-GB', timezoneId: 'Europe/Amsterdam', viewport: { width: 1440, height: 900 } },
      ...options,
    });
    context.setDefaultTimeout(15_000);
    context.on('weberror', (error) => faults.push(error.error().stack ?? String(error.error())));
    return context;
  }

  return {
    newContext,
    faults,
    async open({ address, email, token }, path = '/', options) {
      const context = await newContext({ baseURL: address, ...options });
      const answer = await context.request.post('/renderapi/v2/session', {
        data: { email, token, isRemembered: true },
        headers: { origin: address },
      });
      if (!answer.ok()) throw new Error(`Nobody could log in: ${answer.status()} ${await answer.text()}`);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
  };
}
