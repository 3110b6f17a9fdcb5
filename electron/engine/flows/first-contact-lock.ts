import { randomUUID } from 'node:crypto';
import type { District } from '../../../shared/district.ts';
import type { Failure } from '../../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import type { DistrictReader } from '../../store/store-api.ts';
import { contactPair } from '../contact-pair.ts';
import { firstContactOpen, notPracticeCanvas } from '../failures.ts';

/**
 * G3: as long as rules of D–F are missing, nothing is written to any Canvas but the practice one, which a fresh nonce proves. A
 * Canvas whose first contact nobody reviewed is told apart, because that is what the admin can do about it (E11).
 */
export async function requireOpenLock(canvas: CanvasClient, reader: DistrictReader, district: District): Promise<Outcome<void>> {
  const proof = await canvas.provePractice(randomUUID());
  if (!proof.ok) return proof;
  if (proof.value) return succeed(undefined);
  return fail(reader.contactReview(contactPair(district)) === null ? firstContactOpen() : notPracticeCanvas());
}

/** Whether a failure is the lock's, which hinders writing and never looking. */
export function isLock({ code }: Failure): boolean {
  return code === 'canvas.locked' || code === 'canvas.practice-only';
}
