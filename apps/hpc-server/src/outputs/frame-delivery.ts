import type { LinkOutput } from '@renderonline/contract/link';
import { linkLimits } from '@renderonline/contract/link';
import type { FailureCause } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { rm } from 'node:fs/promises';
import type { LinkHttp } from '../leases/lease-runner.ts';
import { LinkRefusal } from '../link/link-refusal.ts';
import type { FileInspector } from './file-inspector.ts';
import type { RenderedFile } from './find-output-files.ts';
import type { OutputBuffer } from './output-buffer.ts';
import type { Turns } from './turns.ts';

/** A frame whose files are there. */
export interface RenderedFrame {
  readonly frame: number;
  readonly files: readonly RenderedFile[];
  readonly renderMs: number;
  readonly warnings: readonly string[];
}

/** A frame that RenderAPI has all files of. */
export interface DeliveredFrame extends Omit<RenderedFrame, 'files'> {
  readonly outputs: readonly LinkOutput[];
}

/** Why a frame is not done although it was rendered. */
export interface DeliveryFault {
  readonly frame: number;
  readonly cause: FailureCause;
  readonly message: string;
}

/** What all deliveries of the machine share. */
export interface DeliveryContext {
  readonly api: Pick<LinkHttp, 'putOutput'>;
  readonly inspector: FileInspector;
  readonly buffer: OutputBuffer;
  readonly turns: Turns;
  readonly log: Logger;
}

interface FrameDeliveryInput extends DeliveryContext {
  readonly leaseId: number;
  readonly token: string;
  /** Aborted when nothing of the lease counts any more. */
  readonly signal: AbortSignal;
  onDelivered(frame: DeliveredFrame): void;
  /** RenderAPI has given the lease to somebody else: whatever is left of it is of no use. */
  onStale(): void;
}

/** Uploads the frames of one lease while others render. */
export interface FrameDelivery {
  deliver(frame: RenderedFrame): void;
  /** Frames behind this one are no longer the lease's: they are dropped if they have not arrived yet. */
  keepThrough(last: number): void;
  /** @returns the first fault when everything has been delivered or given up. Never rejects. */
  settled(): Promise<DeliveryFault | undefined>;
}

/** These say that the lease, or the machine, has no say any more; 410 is what some proxies make of them. */
const staleStatuses: ReadonlySet<number> = new Set([401, 403, 404, 409, 410]);

export function createFrameDelivery(input: FrameDeliveryInput): FrameDelivery {
  const { api, inspector, buffer, turns, log, leaseId, token, signal } = input;
  const underWay = new Set<Promise<void>>();
  let last = Infinity;
  let fault: DeliveryFault | undefined;

  async function upload(frame: number, file: RenderedFile, warnings: string[]): Promise<LinkOutput> {
    const { size, sha256, fault: broken, warning } = await inspector.inspect(file.path, 'image');
    if (broken !== null) throw new BrokenOutput(`${file.name}: ${broken}`);
    if (warning !== null) warnings.push(`${file.name}: ${warning}`);
    await api.putOutput({ leaseId, token, frame, name: file.name, path: file.path, size, sha256 }, signal);
    return { name: file.name, size, sha256 };
  }

  async function uploadAll(rendered: RenderedFrame): Promise<void> {
    const { frame, files, renderMs } = rendered;
    const warnings = [...rendered.warnings];
    const outputs: LinkOutput[] = [];
    for (const file of files) {
      if (frame > last) return;
      outputs.push(await upload(frame, file, warnings));
    }
    signal.throwIfAborted();
    if (frame <= last) input.onDelivered({ frame, renderMs, warnings, outputs });
  }

  function judge(frame: number, error: unknown): void {
    if (signal.aborted) return;
    if (error instanceof LinkRefusal && staleStatuses.has(error.status)) {
      log.info({ leaseId, frame, status: error.status }, 'RenderAPI does not want this lease any more');
      input.onStale();
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    log.warn({ leaseId, frame, err: error }, 'the files of a frame cannot be delivered');
    fault ??= { frame, cause: 'output-broken', message: message.slice(0, linkLimits.textLength) };
  }

  async function work(rendered: RenderedFrame, release: () => void): Promise<void> {
    try {
      await turns.take(() => uploadAll(rendered), signal);
    } catch (error) {
      judge(rendered.frame, error);
    } finally {
      for (const { path } of rendered.files) await rm(path, { force: true }).catch(() => undefined);
      release();
    }
  }

  return {
    deliver(rendered) {
      const { frame, files } = rendered;
      if (files.length > linkLimits.outputsPerFrame) {
        const message = `it has ${files.length} files; a frame may have ${linkLimits.outputsPerFrame}`;
        fault ??= { frame, cause: 'output-broken', message };
        return;
      }
      const release = buffer.hold(files.reduce((sum, { size }) => sum + size, 0));
      const promise = work(rendered, release).finally(() => underWay.delete(promise));
      underWay.add(promise);
    },
    keepThrough(kept) {
      last = Math.min(last, kept);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
      return fault;
    },
  };
}

class BrokenOutput extends Error {}
