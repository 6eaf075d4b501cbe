import { processesWith } from '../../../../tests/support/processes-of.ts';
import { startProgram, until } from '../../../../tests/support/program.ts';
import type { Program } from '../../../../tests/support/program.ts';

/** As WebDriver names an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

type Element = Readonly<Record<typeof elementKey, string>>;

/** The web view of a program, driven as a person would drive it. */
export interface DrivenView {
  /** Waits for an element that is shown; CSS. */
  find(selector: string): Promise<string>;
  click(selector: string): Promise<void>;
  /** Types into an element. */
  type(selector: string, text: string): Promise<void>;
  /** Gives a file input, shown or not, a file. */
  giveFile(selector: string, path: string): Promise<void>;
  text(selector: string): Promise<string>;
  /** Runs the body of a function in the page; the value it returns. */
  run(script: string, ...values: readonly unknown[]): Promise<unknown>;
  url(): Promise<string>;
  /** Ends the program with all its windows: in order, or by SIGKILL. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

interface DriveInput {
  readonly binary: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
}

/** Starts a program by WebKitWebDriver. Its first web view is the one that is driven. */
export async function driveProgram({ binary, args = [], env, port }: DriveInput): Promise<DrivenView> {
  const driver = startProgram('WebKitWebDriver', [`--port=${port}`], {
    env: { ...env, TAURI_WEBVIEW_AUTOMATION: 'true' },
  });
  const marker = `DBUS_SESSION_BUS_ADDRESS=${env['DBUS_SESSION_BUS_ADDRESS'] ?? ''}`;
  const send = sender(`http://127.0.0.1:${port}`, driver);
  await until('WebKitWebDriver to listen', () => send('GET', '/status').then(Boolean, () => false));
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } };
  const { sessionId } = (await send('POST', '/session', { capabilities })) as { sessionId: string };
  const at = `/session/${sessionId}`;

  async function find(selector: string): Promise<string> {
    const using = { using: 'css selector', value: selector };
    return until(`${selector} to be shown`, async () => {
      const element = await send('POST', `${at}/element`, using).catch(() => undefined);
      if (element === undefined) return undefined;
      const id = (element as Element)[elementKey];
      const isShown = await send('GET', `${at}/element/${id}/displayed`).catch(orAgain);
      return isShown === true ? id : undefined;
    });
  }

  /** Does something with an element as soon as it is there; anew when the page has drawn it anew meanwhile. */
  const withElement = (selector: string, act: (path: string) => Promise<unknown>): Promise<unknown[]> =>
    until(selector, async () =>
      act(`${at}/element/${await find(selector)}`).then((value) => [value], orAgain),
    );

  return {
    find,
    click: async (selector) => {
      await withElement(selector, (path) => send('POST', `${path}/click`, {}));
    },
    type: async (selector, text) => {
      await withElement(selector, (path) => send('POST', `${path}/value`, { text }));
    },
    giveFile: async (selector, path) => {
      const using = { using: 'css selector', value: selector };
      const element = await until(selector, () =>
        send('POST', `${at}/element`, using).catch(() => undefined),
      );
      await send('POST', `${at}/element/${(element as Element)[elementKey]}/value`, { text: path });
    },
    text: async (selector) => {
      const [text] = await withElement(selector, (path) => send('GET', `${path}/text`));
      return String(text);
    },
    run: (script, ...args) => send('POST', `${at}/execute/sync`, { script, args }),
    url: async () => String(await send('GET', `${at}/url`)),
    end: async (signal = 'SIGTERM') => {
      const program = () => processesWith(marker).filter(({ commandLine }) => commandLine.startsWith(binary));
      for (const { pid } of program()) process.kill(pid, signal);
      await until('the program to end', () => program().length === 0);
      await driver.kill('SIGTERM');
    },
  };
}

/** For an element that is not in the page any more. */
function orAgain(error: Error): undefined {
  if (!error.message.includes('stale element')) throw error;
  return undefined;
}

function sender(address: string, driver: Program) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${address}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (answer.ok) return value;
    throw new Error(`${method} ${path}: ${JSON.stringify(value)}\n${driver.output()}`);
  };
}
