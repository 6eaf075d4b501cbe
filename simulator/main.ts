// The real scheduler among made-up machines: npm run simulate [-- --seed N --machines N --steps N makespan fairness torment]
import { parseArgs } from 'node:util';
import { breakingCases, runBreaking } from './scenarios/breaking.ts';
import { runFairness } from './scenarios/fairness.ts';
import { makespanCases, runMakespan } from './scenarios/makespan.ts';
import { runTorment } from './scenarios/torment.ts';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    machines: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '20' },
  },
  allowPositionals: true,
});
const seed = Number(values.seed);

const scenarios: Readonly<Record<string, () => void>> = {
  makespan() {
    console.log(`makespan ÷ ideal over ${values.runs} seeds (mean, worst), and work rendered ÷ needed`);
    for (const what of makespanCases) {
      const results = Array.from({ length: Number(values.runs) }, (_, at) => runMakespan(what, seed + at));
      const ratios = results.map(({ ratio }) => ratio);
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      const rendered = results.reduce((sum, { renderedRatio }) => sum + renderedRatio, 0) / results.length;
      console.log(
        `  ${what.name.padEnd(42)} ${mean.toFixed(3)}  ${Math.max(...ratios).toFixed(3)}   ${rendered.toFixed(3)}`,
      );
    }
  },
  fairness() {
    const { jainIndex, newcomerWaitMs, meanWaitMs, longestWaitMs } = runFairness(seed);
    console.log('fairness: 20 machines, users of weights 1, 1, 2 and 4, 10 s frames');
    console.log(`  Jain's index over slot time ÷ weight  ${jainIndex.toFixed(4)}`);
    console.log(`  a newcomer's first frame starts after ${(newcomerWaitMs / 1000).toFixed(1)} s`);
    console.log(
      `  waiting times: mean ${(meanWaitMs / 1000).toFixed(1)} s, longest ${(longestWaitMs / 1000).toFixed(1)} s`,
    );
  },
  breaking() {
    console.log('breaking: 200 frames of 10 s on machines of which some break when they are given work');
    for (const what of breakingCases) {
      const { hasSucceeded, tookMs, leases } = runBreaking(what, seed);
      const end = hasSucceeded ? 'succeeded' : 'failed';
      console.log(`  ${what.name.padEnd(42)} ${end} after ${(tookMs / 1000).toFixed(0)} s, ${leases} leases`);
    }
  },
  torment() {
    const machines = Number(values.machines);
    const begunMs = performance.now();
    const result = runTorment({ seed, machines, steps: Number(values.steps) });
    const tookS = (performance.now() - begunMs) / 1000;
    console.log(
      `torment: seed ${seed}, ${machines} machines, ${result.steps} steps in ${tookS.toFixed(1)} s, no promise broken`,
    );
    console.log(
      `  ${result.framesDone} frames, ${result.tasksSucceeded} tasks succeeded, ${result.tasksFailed} failed, ` +
        `${result.tasksCanceled} canceled, ` +
        `${result.simulatedHours.toFixed(1)} simulated hours`,
    );
  },
};

const unknown = positionals.filter((name) => !(name in scenarios));
if (unknown.length > 0) {
  console.error(
    `There is no scenario ${unknown.join(', ')}; there are: ${Object.keys(scenarios).join(', ')}`,
  );
  process.exit(2);
}
for (const [name, run] of Object.entries(scenarios)) {
  if (positionals.length === 0 || positionals.includes(name)) run();
}
