import { randomUUID } from 'node:crypto';
import type { District } from '../../../shared/district.ts';
import type { Failure } from '../../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import type { DistrictReader } from '../../store/store-api.ts';
import { contactPair } from '../contact-pair.ts';
import { firstContactOpen } from '../failures.ts';

/**
 * G3, E11: nothing is written to a Canvas before a person reviewed the first contact with it. The review counts for one pair of
 * SIS and Canvas; only the practice Canvas, which a fresh nonce proves, needs none.
 */
export async function requireOpenLock(canvas: CanvasClient, reader: DistrictReader, district: District): Promise<Outcome<void>> {
  if (reader.contactReview(contactPair(district)) !== null) return succeed(undefined);
  const proof = await canvas.provePractice(randomUUID());
  if (!proof.ok) return proof;
  return proof.value ? succeed(undefined) : fail(firstContactOpen());
}

/** Whether a failure is the lock's, which hinders writing and never looking. */
export function isLock({ code }: Failure): boolean {
  return code === firstContactOpen().code;
}
