/** Sizes that RenderAPI makes, in pixels. */
const widths = [160, 320, 640, 1280, 2560, 3840] as const;

/** Formats that browsers show as they are; the others are shown by RenderAPI's rendition. */
const native = /\.(?:png|jpe?g|webp)$/i;

export interface PictureRequest {
  readonly taskId: number;
  /** Among the outputs. */
  readonly path: string;
  /** Of the attempt that made it: another one is another picture, whatever a browser has kept. */
  readonly version: number | null;
}

/**
 * The address of a picture that is at least so wide.
 *
 * @param width pixels of the screen that it covers
 * @param exposureStops for EXR
 */
export function thumbnailAddress(
  { taskId, path, version }: PictureRequest,
  { width, exposureStops = 0 }: { readonly width: number; readonly exposureStops?: number },
): string {
  const wanted = widths.find((each) => each >= width) ?? widths.at(-1) ?? 3840;
  const exposure = exposureStops === 0 || !isExr(path) ? '' : `&exposure=${exposureStops}`;
  return `${folder(taskId)}/thumbnails/${segments(path)}?width=${wanted}${exposure}&of=${version ?? 0}`;
}

/** The address of a picture in all its pixels. */
export function fullAddress(request: PictureRequest, exposureStops: number): string {
  const { taskId, path, version } = request;
  if (native.test(path)) return `${folder(taskId)}/outputs/${segments(path)}?of=${version ?? 0}`;
  return thumbnailAddress(request, { width: 3840, exposureStops });
}

export function isExr(path: string): boolean {
  return /\.exr$/i.test(path);
}

function folder(taskId: number): string {
  return `/renderapi/v2/tasks/${taskId}`;
}

function segments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
