import { findExecutable } from '@renderonline/engines';
import { chromium, type Browser } from 'playwright-core';

/** Chromium asks its maker for this and that unless it is told not to. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts this computer's Chromium without a window. @throws Error that says what to install */
export async function launchChromium(): Promise<Browser> {
  for (const name of ['chromium', 'google-chrome', 'chromium-browser']) {
    const executablePath = await findExecutable(name);
    if (executablePath !== undefined) return chromium.launch({ executablePath, args: quiet });
  }
  throw new Error('Chromium is missing: install it, like `apt install chromium`');
}
