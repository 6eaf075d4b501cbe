/** Fetches and decodes a picture off the page's thread. @throws Error when it cannot be had */
export async function loadPicture(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return createImageBitmap(await response.blob());
}

export function releasePicture(picture: ImageBitmap): void {
  picture.close();
}

/** Milliseconds since the page was opened; never goes back. */
export function sinceOpenedMs(): number {
  return performance.now();
}
