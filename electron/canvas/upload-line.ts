/**
 * Canvas' front end ends a request after a minute (canvas-sis.md §1.1). What is expected to take half of it goes another
 * way: lines get slower, and Canvas needs time of its own before it answers.
 */
const DIRECT_MS = 30_000;
/** Before anything was measured: a slow line, 2 Mbit/s up. A package of 7.5 MB is the largest it takes directly. */
const ASSUMED_BYTES_PER_MS = 250;
/** Smaller uploads measure the way there and back, not the line. */
const TELLING_BYTES = 256 * 1024;

/** How fast files leave this computer, by the last upload that tells. */
export class UploadLine {
  #bytesPerMs = ASSUMED_BYTES_PER_MS;

  note(bytes: number, ms: number): void {
    if (bytes >= TELLING_BYTES) this.#bytesPerMs = bytes / Math.max(1, ms);
  }

  /** Whether a direct upload might not arrive in time. */
  isSlowFor(bytes: number): boolean {
    return bytes / this.#bytesPerMs > DIRECT_MS;
  }
}
