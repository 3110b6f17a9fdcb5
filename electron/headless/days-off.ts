import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { districtTime } from '../roster/district-time.ts';

/** Days on which a sync does nothing, both ends included. */
export interface DaysOff {
  readonly from: string;
  readonly to: string;
}

const Range = z
  .templateLiteral([z.iso.date(), '/', z.iso.date()])
  .transform((text): DaysOff => ({ from: text.slice(0, 10), to: text.slice(11) }))
  .refine(({ from, to }) => from <= to);

/** Reads `--not-on 2026-12-21/2027-01-03`; given again, it adds to what was there. */
export function daysOffOption(text: string, before: readonly DaysOff[]): DaysOff[] {
  const range = Range.safeParse(text);
  if (!range.success) throw new InvalidArgumentError('two dates are needed, first and last day: 2026-12-21/2027-01-03.');
  return [...before, range.data];
}

/** The days off that the district's today falls into. */
export function dayOffNow(daysOff: readonly DaysOff[], timeZone: string, now: number): DaysOff | null {
  const { today } = districtTime(timeZone, now);
  return daysOff.find(({ from, to }) => from <= today && today <= to) ?? null;
}
