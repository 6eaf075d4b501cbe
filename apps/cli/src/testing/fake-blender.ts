import { writeFile } from 'node:fs/promises';

export type FakeBlenderBehaviour = 'whole-frames' | 'half-frames' | 'fails' | 'hangs' | 'only-cycles';

/**
 * A program that takes Blender's place in quickstart's tests: builds "scenes" in no time and renders tiny
 * pictures, or misbehaves. Needs a system that knows `#!`.
 */
export async function writeFakeBlender(path: string, behaviour: FakeBlenderBehaviour): Promise<void> {
  const program = new URL('./fake-blender-program.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(program)}).then((fake) => fake.run(${JSON.stringify(behaviour)}));`;
  await writeFile(path, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
}
