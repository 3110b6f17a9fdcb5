import { emit } from './census/emit.ts';
import { makeMessy } from './census/messy.ts';
import { tidyDistrict } from './census/tidy.ts';
import type { OneRosterData } from './oneroster-data.ts';

/** Raised when the same options give other rows than before: an older saved state then starts afresh. */
export const CENSUS_VERSION = 1;

export interface DistrictOptions {
  /** How many students; everything else grows with them (about 7 enrollments each). */
  students: number;
  /** The same seed gives the same district, row for row. Default 1. */
  seed?: number;
  /** True: a tidy district. False (default): the census of DESIGN §7, as real districts are. */
  clean?: boolean;
  /** The local date, `YYYY-MM-DD`, around which the school year is laid. */
  today: string;
}

/** Makes a whole district: deterministic, of any size, with a school year running (or about to begin) on `today`. */
export function makeDistrict(options: DistrictOptions): OneRosterData {
  const draft = tidyDistrict(options.students, options.seed ?? 1, options.today);
  if (!options.clean) makeMessy(draft);
  return emit(draft);
}
