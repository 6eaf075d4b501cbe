// Many simulated machines in a process of their own, so that they do not take the time of what is measured.
// Told what to do over the process's message channel by fleet.ts.
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectOrder, FleetOrder, FleetReport } from './fleet-messages.ts';
import { SimulatedMachine } from './simulated-machine.ts';

const machines = new Map<number, SimulatedMachine>();
const startedAtMs = new Map<string, number[]>();

function report(message: FleetReport): void {
  process.send?.(message);
}

async function connect(order: ConnectOrder): Promise<void> {
  const at = (taskId: number, frame: number) => `${taskId}/${frame}`;
  for (const [index, identity] of order.machines.entries()) {
    const speed = order.speeds[index % order.speeds.length] ?? 1;
    const engine = {
      frameMs: () => order.frameMs / speed,
      ...(order.notesStarts
        ? {
            onFrameStarted: (taskId: number, frame: number) => {
              const starts = startedAtMs.get(at(taskId, frame)) ?? [];
              starts.push(performance.timeOrigin + performance.now());
              startedAtMs.set(at(taskId, frame), starts);
            },
          }
        : {}),
    };
    const machine = new SimulatedMachine(order.address, identity, engine, order.hasSessions);
    machines.set(identity.machineId, machine);
    // All at once would measure the system's listen queue.
    if (index % 100 === 99) await Promise.all([machine.welcomed, delay(1)]);
  }
  await Promise.all([...machines.values()].map(({ welcomed }) => welcomed));
  report({ kind: 'connected', machines: machines.size });
}

process.on('message', (order: FleetOrder) => {
  switch (order.kind) {
    case 'connect':
      connect(order).catch((error: unknown) => {
        report({ kind: 'failed', message: String(error) });
      });
      return;
    case 'kill':
      machines.get(order.machineId)?.kill();
      return;
    case 'freeze':
      machines.get(order.machineId)?.freeze();
      return;
    case 'count': {
      const leasesDone = [...machines.values()].reduce((sum, machine) => sum + machine.leasesDone, 0);
      report({
        kind: 'counted',
        leasesDone,
        startedAtMs: order.withStarts ? Object.fromEntries(startedAtMs) : {},
      });
      return;
    }
  }
});
