import type { IncomingMessage } from 'node:http';
import { domainError } from '@renderonline/domain';

/** Watches over a request's body while it arrives. */
export interface UploadWatch {
  /** Aborted, with the DomainError as its reason, when the client goes away or a limit passes. */
  readonly signal: AbortSignal;
  /** Ends the watch. */
  end(): void;
}

export interface UploadTimeouts {
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/**
 * Begins to watch: for a client that goes away ('upload-incomplete'), for one that sends nothing for
 * `idleTimeoutMs` or is not done after `totalTimeoutMs` ('upload-timed-out'). Node's own limit of 300 s for
 * whole requests is off, for it would end every large upload.
 */
export function watchUpload(request: IncomingMessage, timeouts: UploadTimeouts): UploadWatch {
  const aborter = new AbortController();
  let bytesSeen = request.socket.bytesRead;

  const total = setTimeout(() => {
    giveUp(`The upload took longer than ${seconds(timeouts.totalTimeoutMs)}.`);
  }, timeouts.totalTimeoutMs);
  const idle = setTimeout(checkIdle, timeouts.idleTimeoutMs);

  function checkIdle(): void {
    const { bytesRead } = request.socket;
    // While we hold the client back (the disk is slow), the silence is ours.
    if (bytesRead === bytesSeen && request.readableLength === 0) {
      giveUp(`The upload sent nothing for ${seconds(timeouts.idleTimeoutMs)}.`);
    } else {
      bytesSeen = bytesRead;
      idle.refresh();
    }
  }
  function giveUp(message: string): void {
    // Everything is here: what takes so long now is our own disk.
    if (request.complete) return;
    aborter.abort(domainError('upload-timed-out', message));
  }
  function onClose(): void {
    if (request.complete) return;
    aborter.abort(domainError('upload-incomplete', 'The connection ended before the whole upload was here.'));
  }
  request.on('close', onClose).on('error', onClose);
  if (request.destroyed) onClose(); // while the user was signed in

  return {
    signal: aborter.signal,
    end() {
      clearTimeout(total);
      clearTimeout(idle);
      request.off('close', onClose);
    },
  };
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
