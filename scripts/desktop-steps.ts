import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Prerequisite } from './prerequisites.ts';
import { root, type Step } from './run-steps.ts';

export const desktopFolder = join(root, 'apps', 'rno-desktop');

// Where rustup puts it, for shells that have not heard of it yet.
process.env.PATH = [process.env.PATH, join(homedir(), '.cargo', 'bin')].join(delimiter);

const isLinux = process.platform === 'linux';

function libraryOf(library: string, debianPackage: string, elsewhere: string): Prerequisite {
  return { program: debianPackage, library, alsoAt: [], debianPackages: [debianPackage], elsewhere };
}

/** What building the desktop program needs. Windows and macOS have their web views. */
export const buildPrerequisites: readonly Prerequisite[] = [
  {
    program: process.platform === 'win32' ? 'cargo.exe' : 'cargo',
    alsoAt: [],
    // Debian's own is too old.
    debianPackages: [],
    elsewhere: 'Rust 1.90 or newer, with rustfmt and clippy (rustup.rs)',
  },
  ...(isLinux
    ? [
        {
          program: 'pkg-config',
          alsoAt: [],
          debianPackages: ['pkg-config', 'build-essential'],
          elsewhere: 'pkg-config and a C compiler',
        },
        libraryOf(
          'webkit2gtk-4.1',
          'libwebkit2gtk-4.1-dev',
          'WebKitGTK 4.1 ("dnf install webkit2gtk4.1-devel")',
        ),
        libraryOf(
          'ayatana-appindicator3-0.1',
          'libayatana-appindicator3-dev',
          'libayatana-appindicator ("dnf install libayatana-appindicator-gtk3-devel")',
        ),
        libraryOf('librsvg-2.0', 'librsvg2-dev', 'librsvg ("dnf install librsvg2-devel")'),
      ]
    : []),
];

/** What looking at its window needs besides, on a screen that is not there. */
export const windowPrerequisites: readonly Prerequisite[] = [
  ['Xvfb', 'xvfb'],
  ['openbox', 'openbox'],
  ['xdotool', 'xdotool'],
  ['import', 'imagemagick'],
  ['dbus-daemon', 'dbus-daemon'],
  ['dbus-monitor', 'dbus-bin'],
  ['WebKitWebDriver', 'webkit2gtk-driver'],
  ['blender', 'blender'],
  ['openssl', 'openssl'],
].map(([program = '', debianPackage = '']) => ({
  program,
  alsoAt: [],
  debianPackages: [debianPackage],
  elsewhere: debianPackage,
}));

/** A step of cargo's in the program's folder. */
export function cargo(name: string, ...args: readonly string[]): Step {
  return { name, program: 'cargo', args, folder: desktopFolder };
}

/** The program's own pages, which the shell has compiled in; refuses crates with a licence that nobody has allowed. */
export const pages: Step = {
  name: 'pages of the desktop program',
  args: ['--disable-warning=ExperimentalWarning', join(desktopFolder, 'build-ui.ts')],
};
export const shellFormatting = cargo('formatting of the shell', 'fmt', '--check');
export const shellLint = cargo(
  'lint of the shell',
  'clippy',
  '--all-targets',
  '--locked',
  '--',
  '-D',
  'warnings',
);
export const shellTests = cargo('tests of the shell', 'test', '--locked');
export const shell = cargo('the desktop program', 'build', '--release', '--locked');
