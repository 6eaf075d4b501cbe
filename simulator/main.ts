// The real scheduler among made-up machines: npm run simulate [-- --help]
import { argumentsOf, usage } from './arguments.ts';
import { breakingCases, runBreaking } from './scenarios/breaking.ts';
import { runFairness } from './scenarios/fairness.ts';
import { makespanCases, runMakespan } from './scenarios/makespan.ts';
import { runTorment } from './scenarios/torment.ts';

const scenarioNames = ['makespan', 'fairness', 'breaking', 'torment'] as const;
const given = argumentsOf(process.argv.slice(2), scenarioNames);
if ('help' in given) {
  console.log(usage(scenarioNames));
  process.exit(0);
}
if ('fault' in given) {
  console.error(`${given.fault}\nnpm run simulate -- --help says what there is.`);
  process.exit(2);
}
const { seed, machines, steps, runs, wanted } = given;

const scenarios: Readonly<Record<(typeof scenarioNames)[number], () => void>> = {
  makespan() {
    console.log(`makespan ÷ ideal over ${runs} seeds (mean, worst), and work rendered ÷ needed`);
    for (const what of makespanCases) {
      const results = Array.from({ length: runs }, (_, at) => runMakespan(what, seed + at));
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
    const begunMs = performance.now();
    const result = runTorment({ seed, machines, steps });
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

for (const name of wanted) scenarios[name]();
