import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, startProgram, until } from '../../../../tests/support/program.ts';

const run = promisify(execFile);

/** The program as it is released. */
export const desktopProgram = join(root, 'apps', 'rno-desktop', 'target', 'release', 'rno-desktop');

/** A screen, a session bus and a home of its own: nothing of the person at this computer is touched. */
export interface Desktop {
  readonly env: Readonly<Record<string, string>>;
  /** Takes a picture of the whole screen. */
  screenshot(path: string): Promise<void>;
  /** Types into the window that has the focus, as a keyboard does; `Return` and the like by `press`. */
  type(text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** What notifications have said so far. */
  notifications(): string;
  /** Titles of the windows that are shown. */
  titles(): Promise<readonly string[]>;
}

/** Starts Xvfb with a small window manager and a bus in a folder. They end with the tests' other programs. */
export async function startDesktop(folder: string): Promise<Desktop> {
  const display = startProgram('Xvfb', [
    ...['-displayfd', '1', '-screen', '0', '1440x960x24', '-nolisten', 'tcp', '-noreset'],
  ]);
  const number = await until('Xvfb to say its display', () => /^(\d+)\n/.exec(display.stdout())?.[1]);
  const bus = startProgram('dbus-daemon', ['--session', '--nofork', '--print-address']);
  const address = await until('the bus to say its address', () => /^(unix:\S+)\n/.exec(bus.stdout())?.[1]);
  const home = join(folder, 'home');
  await mkdir(join(home, 'runtime'), { recursive: true, mode: 0o700 });
  const env = {
    DISPLAY: `:${number}`,
    DBUS_SESSION_BUS_ADDRESS: address,
    HOME: home,
    LANG: 'C.UTF-8',
    XDG_RUNTIME_DIR: join(home, 'runtime'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    // Nobody looks at a virtual screen through a graphics card.
    GDK_BACKEND: 'x11',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  };
  startProgram('openbox', [], { env });
  const monitor = startProgram('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"], {
    env,
  });
  const tool = async (file: string, ...args: readonly string[]) =>
    (await run(file, args, { env: { ...process.env, ...env }, timeout: 20_000 })).stdout;
  return {
    env,
    screenshot: async (path) => {
      await tool('import', '-window', 'root', path);
    },
    type: async (text) => {
      await tool('xdotool', 'type', '--delay', '20', text);
    },
    press: async (key) => {
      await tool('xdotool', 'key', key);
    },
    notifications: () => monitor.stdout(),
    titles: async () => {
      const ids = await tool('xdotool', 'search', '--onlyvisible', '--name', '.').catch(() => '');
      const names = ids
        .split('\n')
        .filter(Boolean)
        .map((id) => tool('xdotool', 'getwindowname', id));
      const settled = await Promise.allSettled(names);
      return settled.flatMap((name) => (name.status === 'fulfilled' ? [name.value.trim()] : []));
    },
  };
}
