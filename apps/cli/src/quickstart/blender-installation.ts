/** How Blender is installed here: the programs to run one after another. */
export interface BlenderInstallation {
  readonly manager: string;
  readonly steps: readonly (readonly string[])[];
}

export interface PlatformFacts {
  readonly platform: NodeJS.Platform;
  /** Whether this process may install system packages as it is. */
  readonly isRoot: boolean;
  /** Of apt-get, dnf, pacman, brew, winget and sudo: those in PATH. */
  readonly programs: ReadonlySet<string>;
}

interface Manager {
  readonly program: string;
  readonly platforms: readonly NodeJS.Platform[];
  readonly needsRoot: boolean;
  readonly steps: readonly (readonly string[])[];
}

// Debian's package forgets the two libraries without which EEVEE has no way to draw.
const managers: readonly Manager[] = [
  {
    program: 'apt-get',
    platforms: ['linux'],
    needsRoot: true,
    steps: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', 'blender', 'libegl1', 'libgl1-mesa-dri'],
    ],
  },
  { program: 'dnf', platforms: ['linux'], needsRoot: true, steps: [['dnf', 'install', '-y', 'blender']] },
  {
    program: 'pacman',
    platforms: ['linux'],
    needsRoot: true,
    steps: [['pacman', '-S', '--noconfirm', 'blender']],
  },
  {
    program: 'brew',
    platforms: ['darwin'],
    needsRoot: false,
    steps: [['brew', 'install', '--cask', 'blender']],
  },
  {
    program: 'winget',
    platforms: ['win32'],
    needsRoot: false,
    steps: [
      [
        'winget',
        'install',
        '--exact',
        '--id',
        'BlenderFoundation.Blender',
        '--accept-source-agreements',
        '--accept-package-agreements',
      ],
    ],
  },
];

/** Package managers to look for, and sudo. */
export const programsToLookFor: readonly string[] = [...managers.map(({ program }) => program), 'sudo'];

/** How Blender can be installed on a system; undefined when its package manager is not known. */
export function blenderInstallation(facts: PlatformFacts): BlenderInstallation | undefined {
  const manager = managers.find(
    ({ program, platforms }) => platforms.includes(facts.platform) && facts.programs.has(program),
  );
  if (manager === undefined) return undefined;
  const needsSudo = manager.needsRoot && !facts.isRoot;
  return {
    manager: manager.program,
    steps: manager.steps.map((step) => (needsSudo ? ['sudo', ...step] : step)),
  };
}

/** The installation as a line for a shell. Nothing in it needs quoting. */
export function installationLine({ steps }: BlenderInstallation): string {
  return steps.map((step) => step.join(' ')).join(' && ');
}
