import { canonicalManifest, type Manifest } from '@renderonline/domain';

/**
 * What identifies a project's content: the SHA-256 of its canonical manifest, in hexadecimal. Computed off the main
 * thread, with what browsers have as well.
 */
export async function manifestSha256(manifest: Manifest): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalManifest(manifest)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
