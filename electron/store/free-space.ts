import { statfsSync } from 'node:fs';
import type { Failure } from '../../shared/failure.ts';
import { diskFull } from './store-error.ts';

/** Bytes a pull and its plan need per enrollment, in the work file and in district.db (ENGINE-NOTES §2). */
const BYTES_PER_ENROLLMENT = 2_000;

/** Free bytes for this user on the disk that holds `dir`. */
export function freeSpace(dir: string): number {
  const disk = statfsSync(dir);
  return disk.bavail * disk.bsize;
}

/** A Failure when a pull of so many enrollments would not fit on the disk, else null. */
export function tooLittleSpace(dir: string, enrollments: number): Failure | null {
  const needed = enrollments * BYTES_PER_ENROLLMENT + 50_000_000;
  const free = freeSpace(dir);
  if (free >= needed) return null;
  return {
    ...diskFull,
    message: `The disk has ${megabytes(free)} MB free; reading this district needs about ${megabytes(needed)} MB.`,
    consequence: 'The SIS was not read, so there is no new plan; Canvas is untouched.',
  };
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
