import { randomUUID } from 'node:crypto';
import type { District } from '../../../shared/district.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import type { DistrictReader } from '../../store/store-api.ts';
import { contactPair } from '../contact-pair.ts';
import { firstContactOpen } from '../failures.ts';

/**
 * G3: nothing is written to a Canvas before somebody reviewed the first contact with it, except to the practice one, which a
 * fresh nonce proves.
 */
export async function requireOpenLock(canvas: CanvasClient, reader: DistrictReader, district: District): Promise<Outcome<void>> {
  if (reader.contactReview(contactPair(district)) !== null) return succeed(undefined);
  const proof = await canvas.provePractice(randomUUID());
  if (!proof.ok) return proof;
  return proof.value ? succeed(undefined) : fail(firstContactOpen());
}
