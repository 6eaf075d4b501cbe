/** What the decoder is told to make. */
export interface ThumbnailOrder {
  readonly id: number;
  /** The task's project file, and the output's path, as openOutput takes them. */
  readonly filePath: string;
  readonly path: string;
  /** Pixels: neither side gets longer. */
  readonly edge: number;
  /** Stops: how much brighter scene-linear light is shown. */
  readonly exposureStops: number;
}

/** Why there is no thumbnail. */
export type ThumbnailFault = 'gone' | 'format-unknown' | 'failed' | 'program-missing';

export type ThumbnailAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly fault: ThumbnailFault; readonly message: string };

/** An error whose fault the decoder tells; of all others it tells 'failed'. */
export class ThumbnailError extends Error {
  readonly fault: ThumbnailFault;

  constructor(fault: ThumbnailFault, message: string) {
    super(message);
    this.name = 'ThumbnailError';
    this.fault = fault;
  }
}
