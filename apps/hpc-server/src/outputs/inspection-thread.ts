import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { inspect, type Inspection, type InspectionKind } from './inspection.ts';

/** Marks a worker as this thread, so that importing the file elsewhere starts nothing. */
export const inspectionThreadName = 'renderonline-inspection';

export interface InspectionOrder {
  readonly id: number;
  readonly path: string;
  readonly kind: InspectionKind;
}

export type InspectionAnswer =
  | { readonly id: number; readonly inspection: Inspection }
  | { readonly id: number; readonly message: string; readonly code: string | undefined };

function answerOrders(port: NonNullable<typeof parentPort>): void {
  port.on('message', (order: InspectionOrder) => {
    void answer(order).then((said) => {
      port.postMessage(said);
    });
  });
}

async function answer({ id, path, kind }: InspectionOrder): Promise<InspectionAnswer> {
  try {
    return { id, inspection: await inspect(path, kind) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { id, message, code };
  }
}

if (!isMainThread && parentPort !== null && workerData === inspectionThreadName) answerOrders(parentPort);
