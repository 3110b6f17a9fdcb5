import { startPracticeCanvas } from './canvas/canvas-server.ts';
import type { PracticeDistrict, PracticeDistrictOptions } from './practice-district.ts';
import { startDistrict } from './practice-district.ts';

export type { PracticeAddresses, PracticeDistrict, PracticeDistrictOptions } from './practice-district.ts';

/** Starts the practice district with the practice Canvas: what the app, the headless command and the tests use. */
export function startPracticeDistrict(options: PracticeDistrictOptions): Promise<PracticeDistrict> {
  return startDistrict(options, startPracticeCanvas);
}
