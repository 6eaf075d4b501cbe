import { execFileSync } from 'node:child_process';

/** A crate of Cargo.lock. */
export interface Crate {
  readonly name: string;
  readonly version: string;
  /** SPDX; empty when it names none. */
  readonly licence: string;
  readonly repository: string;
  /** Its Cargo.toml, as it was unpacked. */
  readonly manifest: string;
}

interface Metadata {
  readonly packages: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly license: string | null;
    readonly repository: string | null;
    readonly manifest_path: string;
    readonly targets: readonly { readonly kind: readonly string[] }[];
  }[];
  readonly resolve: {
    readonly root: string;
    readonly nodes: readonly {
      readonly id: string;
      readonly deps: readonly {
        readonly pkg: string;
        readonly dep_kinds: readonly { readonly kind: string | null }[];
      }[];
    }[];
  };
}

/** The systems that the program is made for. */
const targets = ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc', 'aarch64-apple-darwin'];

/** Every crate that Cargo.lock names, whether it is compiled on this system or not. */
export function allCrates(folder: string): readonly Crate[] {
  return metadataOf(folder).packages.map(crateOf);
}

/** Those that the finished program has in it, on any of its systems: not what only builds or tests it. */
export function shippedCrates(folder: string): readonly Crate[] {
  const shipped = new Map<string, Crate>();
  for (const target of targets) {
    const { packages, resolve } = metadataOf(folder, '--filter-platform', target);
    const packageOf = new Map(packages.map((one) => [one.id, one]));
    const nodeOf = new Map(resolve.nodes.map((node) => [node.id, node]));
    const seen = new Set<string>();
    const open = [resolve.root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const one = packageOf.get(id);
      if (one === undefined || seen.has(id) || one.targets.some(({ kind }) => kind.includes('proc-macro'))) {
        continue;
      }
      seen.add(id);
      if (id !== resolve.root) shipped.set(id, crateOf(one));
      const needed = nodeOf.get(id)?.deps ?? [];
      // A kind of null is an ordinary one; the others are "build" and "dev".
      for (const { pkg, dep_kinds } of needed)
        if (dep_kinds.some(({ kind }) => kind === null)) open.push(pkg);
    }
  }
  return [...shipped.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function metadataOf(folder: string, ...options: readonly string[]): Metadata {
  const args = ['metadata', '--format-version', '1', '--locked', ...options];
  return JSON.parse(
    execFileSync('cargo', args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 600_000,
    }),
  ) as Metadata;
}

function crateOf({ name, version, license, repository, manifest_path }: Metadata['packages'][number]): Crate {
  return { name, version, licence: license ?? '', repository: repository ?? '', manifest: manifest_path };
}
