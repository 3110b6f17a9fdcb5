import { BUCKETS } from './store-api.ts';

/**
 * The bucket of a partition key (ENGINE-NOTES §2): 32-bit FNV-1a over the text's UTF-16 units, low byte first, modulo 16.
 * The ledger is stored by it, so it never changes; a test pins values.
 */
export function bucketOf(partitionKey: string): number {
  return fnv1a(partitionKey) % BUCKETS;
}

/** 32-bit FNV-1a as an unsigned number. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    // Most texts are ASCII; the high byte is mixed in only where there is one.
    if (unit > 0xff) hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
