// The shell for the systems that this one is not: compiled as far as its types, and linted. Nothing is linked, so no
// other system's libraries are needed.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cargo, desktopFolder } from './desktop-steps.ts';
import { installPrerequisites, type Prerequisite } from './prerequisites.ts';
import type { Step } from './run-steps.ts';

interface OtherSystem {
  readonly name: string;
  readonly target: string;
  readonly prerequisites: readonly Prerequisite[];
  readonly env: () => Readonly<Record<string, string>>;
}

const otherSystems: readonly OtherSystem[] = [
  {
    name: 'Windows',
    target: 'x86_64-pc-windows-gnu',
    // For the C and the resources in crates.
    prerequisites: [
      {
        program: 'x86_64-w64-mingw32-gcc',
        alsoAt: [],
        debianPackages: ['gcc-mingw-w64-x86-64'],
        elsewhere: 'a C compiler for Windows ("dnf install mingw64-gcc")',
      },
    ],
    env: () => ({}),
  },
  {
    name: 'macOS',
    target: 'aarch64-apple-darwin',
    prerequisites: [],
    // There is no C compiler for it that is not Apple's: the C in crates is left out.
    env: () => {
      const nothing = noCompiler();
      return { CC_aarch64_apple_darwin: nothing, AR_aarch64_apple_darwin: nothing };
    },
  },
];

const installLimitMs = 5 * 60_000;

/** Steps for the systems whose standard library is here or can be fetched; says so of one that cannot be had. */
export function otherSystemsSteps(): readonly Step[] {
  return otherSystems.flatMap(({ name, target, prerequisites, env }) => {
    try {
      installPrerequisites(prerequisites);
      installTarget(target);
    } catch (error) {
      console.log(`\n○ The shell is not checked for ${name}: ${(error as Error).message}`);
      return [];
    }
    const args = ['clippy', '--target', target, '--all-targets', '--locked', '--', '-D', 'warnings'];
    return [{ ...cargo(`the shell for ${name}`, ...args), env: env() }];
  });
}

/** @throws Error that says how to get it */
function installTarget(target: string): void {
  const installed = spawnSync('rustup', ['target', 'list', '--installed'], { encoding: 'utf8' });
  if (installed.status === 0 && installed.stdout.split('\n').includes(target)) return;
  const line = `rustup target add ${target}`;
  if (installed.status === 0) {
    console.log(`${line} …`);
    const added = spawnSync('rustup', ['target', 'add', target], {
      stdio: 'inherit',
      timeout: installLimitMs,
    });
    if (added.status === 0) return;
  }
  throw new Error(`its standard library is not here (${line})`);
}

/** A program that says of every file that it has compiled it. */
function noCompiler(): string {
  const folder = join(desktopFolder, 'target');
  const path = join(folder, 'no-compiler');
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh
# In place of a C compiler where nothing is linked.
for argument in "$@"; do
  if [ "$before" = -o ]; then : > "$argument"; fi
  before=$argument
done
`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}
