/** Fetches and decodes a picture off the page's thread. @throws Error when it cannot be had */
export async function loadPicture(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return createImageBitmap(await response.blob());
}

export function releasePicture(picture: ImageBitmap): void {
  picture.close();
}

/** Calls it after so many milliseconds. @returns takes that back */
export function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
