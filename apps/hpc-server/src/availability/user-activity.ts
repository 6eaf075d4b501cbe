import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { idleMsOfIoreg, idleMsOfLoginctl, idleMsOfMutter, idleMsOfXprintidle } from './idle-output.ts';
import { programRunner, type RunProgram } from '../fingerprint/run-program.ts';
import { createWindowsActivity } from './windows-activity.ts';

/** How long ago somebody last used keyboard or mouse. */
export interface UserActivity {
  /** Milliseconds; null when this system does not tell. */
  idleMs(): Promise<number | null>;
  close(): void;
}

const programLimitMs = 3000;

/** The user of this computer, as its system knows about them. */
export function createUserActivity(now: () => number): UserActivity {
  const run = programRunner(programLimitMs);
  const close = () => undefined;
  if (process.platform === 'win32') return createWindowsActivity();
  if (process.platform === 'linux') return { idleMs: () => linuxIdleMs(run, now), close };
  if (process.platform === 'darwin') {
    return {
      idleMs: async () => idleMsOfIoreg((await run('ioreg', ['-c', 'IOHIDSystem', '-d', '4'])) ?? ''),
      close,
    };
  }
  return { idleMs: () => Promise.resolve(null), close };
}

/** The more recent of what the desktop and the terminals tell. */
async function linuxIdleMs(run: RunProgram, now: () => number): Promise<number | null> {
  const [fromX11, fromMutter, fromTerminals] = await Promise.all([
    run('xprintidle', []).then((text) => idleMsOfXprintidle(text ?? '')),
    run('gdbus', [
      ...['call', '--session', '--timeout', '2', '--dest', 'org.gnome.Mutter.IdleMonitor'],
      ...['--object-path', '/org/gnome/Mutter/IdleMonitor/Core'],
      ...['--method', 'org.gnome.Mutter.IdleMonitor.GetIdletime'],
    ]).then((text) => idleMsOfMutter(text ?? '')),
    terminalsIdleMs(now),
  ]);
  // Sessions are asked last: some desktops never call one idle.
  const fromDesktop = fromX11 ?? fromMutter ?? (await sessionsIdleMs(run, now));
  return least([fromDesktop, fromTerminals]);
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Of graphical sessions, as the desktop tells systemd. */
async function sessionsIdleMs(run: RunProgram, now: () => number): Promise<number | null> {
  const list = await run('loginctl', ['list-sessions', '--no-legend']);
  const ids = (list ?? '').split('\n').flatMap((line) => /^\s*(\w+)\s/.exec(line)?.[1] ?? []);
  const idle: (number | null)[] = [];
  for (const id of ids.slice(0, 16)) {
    const properties = ['-p', 'Type', '-p', 'State', '-p', 'IdleHint', '-p', 'IdleSinceHint'];
    idle.push(idleMsOfLoginctl((await run('loginctl', ['show-session', id, ...properties])) ?? '', now()));
  }
  return least(idle);
}

/** Of terminals: Linux notes when something was last typed into them. */
async function terminalsIdleMs(now: () => number): Promise<number | null> {
  const pseudo = (await readdir('/dev/pts').catch(() => []))
    .filter((name) => /^\d+$/.test(name))
    .map((name) => join('/dev/pts', name));
  const consoles = Array.from({ length: 6 }, (_, index) => `/dev/tty${index + 1}`);
  let latest = -Infinity;
  for (const path of [...pseudo, ...consoles]) {
    const entry = await stat(path).catch(() => undefined);
    // A console that nobody has used bears the time of the start.
    if (entry !== undefined && entry.atimeMs > entry.birthtimeMs) latest = Math.max(latest, entry.atimeMs);
  }
  return latest === -Infinity ? null : Math.max(0, now() - latest);
}
