import { open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import {
  acceptNeighboursHeader,
  contentSha256Header,
  leaseTokenHeader,
  linkLimits,
  linkPath,
  logPiecesBody,
  logPiecesType,
  readLogReceipts,
  readNeighbours,
} from '@renderonline/contract/link';
import type { Logger } from '@renderonline/runtime';
import type { FileStream, LinkHttp, OutputFile, TaskFile } from '../../leases/lease-runner.ts';
import { backoffMs } from '../backoff.ts';
import { LinkRefusal } from '../link-refusal.ts';
import type { LinkState } from '../link-state.ts';
import { FarmBusy, readJson, requireSuccess } from './read-answer.ts';
import { requestFarm, type FarmDoor } from './request-farm.ts';

const mostCorruptions = 3;
/** A receipt for each of the most logs that one request has. */
const mostReceiptBytes = linkLimits.leases * 512;
/** Some eight of them, with sixteen addresses each. */
const mostNeighbourBytes = 64 * 1024;
const chunkBytes = 256 * 1024;

interface LinkHttpInput {
  readonly door: FarmDoor;
  readonly state: LinkState;
  readonly random: () => number;
  readonly log: Logger;
}

/** A local file that cannot be read: no fault of RenderAPI's, so no reason to try again. */
class LocalFileError extends Error {}

/** RenderAPI's files for this machine. */
export function createLinkHttp({ door, state, random, log }: LinkHttpInput): LinkHttp {
  const untilWorthTrying = (failures: number, signal: AbortSignal) =>
    state.pause(backoffMs(failures, random), signal);

  function askForFile(
    file: TaskFile,
    { offset, signal }: { offset: number; signal: AbortSignal },
    headers: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage> {
    return requestFarm(door, {
      method: 'GET',
      path: filePath(file),
      headers: { ...(offset === 0 ? {} : { range: `bytes=${offset}-` }), ...headers },
      signal,
    });
  }

  async function putOnce(output: OutputFile, signal: AbortSignal): Promise<void> {
    const file = await open(output.path).catch(asLocal);
    try {
      const response = await requestFarm(door, {
        method: 'PUT',
        path: outputPath(output),
        headers: {
          [leaseTokenHeader]: output.token,
          [contentSha256Header]: output.sha256,
          'content-length': String(output.size),
          'content-type': 'application/octet-stream',
        },
        body: (write) => sendFile(file, write),
        signal,
      });
      await requireSuccess(response);
      response.resume();
    } finally {
      await file.close();
    }
  }

  return {
    untilWorthTrying,
    contentsId: () => state.contentsId(),
    async openManifest(taskId, { maxBytes, signal }) {
      const response = await requestFarm(door, {
        method: 'GET',
        path: `${linkPath}/tasks/${taskId}/manifest`,
        signal,
      });
      await requireSuccess(response);
      return readJson(response, maxBytes);
    },
    async openFile(file, options) {
      const response = await askForFile(file, options, {});
      await requireSuccess(response);
      return fileOf(response, options.offset);
    },
    async findFile(file, options) {
      const response = await askForFile(file, options, { [acceptNeighboursHeader]: '1' });
      if (response.statusCode === 300) {
        return { neighbours: readNeighbours(await readJson(response, mostNeighbourBytes)) };
      }
      await requireSuccess(response);
      return fileOf(response, options.offset);
    },
    async postLogs(pieces, signal) {
      const body = logPiecesBody(pieces);
      const response = await requestFarm(door, {
        method: 'POST',
        path: `${linkPath}/logs`,
        headers: { 'content-length': String(body.length), 'content-type': logPiecesType },
        body,
        signal,
      });
      await requireSuccess(response);
      const receipts = readLogReceipts(await readJson(response, mostReceiptBytes));
      if (receipts === undefined) throw new Error('RenderAPI does not say where the logs end');
      return receipts;
    },
    async putOutput(output, signal) {
      let corruptions = 0;
      for (let failures = 1; ; failures++) {
        signal.throwIfAborted();
        try {
          await putOnce(output, signal);
          return;
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof LinkRefusal) {
            // Damaged on its way, which once or twice is nobody's fault.
            if (error.code === 'output-corrupted') corruptions += 1;
            if (error.code !== 'output-corrupted' || corruptions >= mostCorruptions) throw error;
          }
          if (error instanceof LocalFileError) throw error.cause;
          const { leaseId, frame, name } = output;
          log.debug({ err: error, leaseId, frame, name }, 'an output could not be uploaded; trying again');
          const waitMs = error instanceof FarmBusy ? (error.retryAfterMs ?? 0) : 0;
          if (waitMs > 0) await state.pause(waitMs, signal);
          else await untilWorthTrying(failures, signal);
        }
      }
    },
  };
}

/** Reads the next part while the last one is sent, into two buffers and no more. */
async function sendFile(file: FileHandle, write: (chunk: Buffer) => Promise<void>): Promise<void> {
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)] as const;
  const read = async (buffer: Buffer) => {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes).catch(asLocal);
    return buffer.subarray(0, bytesRead);
  };
  let chunk = await read(buffers[0]);
  for (let turn = 1; chunk.length > 0; turn++) {
    const [next] = await Promise.all([read(turn % 2 === 0 ? buffers[0] : buffers[1]), write(chunk)]);
    chunk = next;
  }
}

function asLocal(error: unknown): never {
  throw new LocalFileError('a file cannot be read', { cause: error });
}

function outputPath({ leaseId, frame, name }: OutputFile): string {
  return `${linkPath}/leases/${leaseId}/frames/${frame}/outputs/${encodeURIComponent(name)}`;
}

function filePath({ taskId, sha256 }: TaskFile): string {
  return `${linkPath}/tasks/${taskId}/${sha256 === null ? 'project' : `files/${sha256}`}`;
}

/** @throws Error when the answer is not of the part that was asked for */
function fileOf(response: IncomingMessage, offset: number): FileStream {
  const { statusCode, headers } = response;
  if (statusCode === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '');
    if (range !== null && Number(range[1]) === offset) {
      return { startsAt: offset, totalBytes: Number(range[2]), body: response };
    }
  } else if (statusCode === 200 && headers['content-length'] !== undefined) {
    return { startsAt: 0, totalBytes: Number(headers['content-length']), body: response };
  }
  response.destroy();
  throw new Error(`RenderAPI answered with status ${statusCode ?? 0} to the request for a file`);
}
