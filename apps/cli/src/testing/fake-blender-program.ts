import { writeFileSync } from 'node:fs';
import type { FakeBlenderBehaviour } from './fake-blender.ts';
import { tinyPng } from './tiny-png.ts';

const args = process.argv.slice(2);
const after = (option: string): string => args[args.indexOf(option) + 1] ?? '';

/** Does what it is asked for on the command line, in the manner of `behaviour`. */
export function run(behaviour: FakeBlenderBehaviour): void {
  // It does not call itself Blender: HPCServer would keep a Blender open, and speak its Python with it.
  if (args.includes('--version')) console.log('A fake');
  else if (args.includes('--factory-startup')) build(behaviour);
  else render(behaviour);
}

function build(behaviour: FakeBlenderBehaviour): void {
  const engine = after('--engine');
  if (behaviour === 'only-cycles' && engine === 'eevee') process.kill(process.pid, 'SIGABRT');
  else writeFileSync(after('--output'), engine);
}

function render(behaviour: FakeBlenderBehaviour): void {
  console.log('rendering');
  if (behaviour === 'hangs') {
    setInterval(() => undefined, 60_000);
    return;
  }
  if (behaviour === 'fails') {
    console.log('Error: the fake Blender fails');
    process.exitCode = 1;
    return;
  }
  const picture = tinyPng();
  const data = behaviour === 'half-frames' ? picture.subarray(0, picture.length - 20) : picture;
  for (let frame = Number(after('-s')); frame <= Number(after('-e')); frame++) {
    const path = `${after('-o').replace(/#+/, String(frame).padStart(4, '0'))}.png`;
    writeFileSync(path, data);
    console.log(`Fra:${frame} Mem:10.00M (Peak 10.00M) | Rendering 1 / 1 samples`);
    console.log(`Saved: '${path}'`);
  }
}
