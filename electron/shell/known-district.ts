import { fail, type Outcome } from '../../shared/outcome.ts';
import { unknownDistrict } from '../engine/connect/failures.ts';

/** Lets a call through only for a district of the list: its id becomes a folder name further on. */
export function forKnownDistricts(
  ids: () => readonly string[],
  act: (args: unknown) => Promise<Outcome<unknown>>,
): (args: unknown) => Promise<Outcome<unknown>> {
  return async (args) => {
    const district = typeof args === 'object' && args !== null && 'district' in args ? args.district : undefined;
    const known = ids();
    return typeof district === 'string' && !known.includes(district) ? fail(unknownDistrict(district, known)) : act(args);
  };
}
