import type { Draft } from './draft.ts';
import { addHomerooms, messUpClasses } from './messy-classes.ts';
import { addFamilies, blankUsernames, disableSome, letAdministratorsTeach } from './messy-people.ts';
import { addVirtualSchool, shareStudents } from './messy-schools.ts';
import { addHistory, addLastYear, addSecondCalendar } from './messy-time.ts';

/** Turns a tidy draft into the census of DESIGN §7. The order matters only where one step uses what another added. */
export function makeMessy(draft: Draft): void {
  addSecondCalendar(draft);
  addVirtualSchool(draft);
  shareStudents(draft);
  messUpClasses(draft);
  letAdministratorsTeach(draft);
  addHomerooms(draft);
  addHistory(draft);
  addLastYear(draft);
  addFamilies(draft);
  blankUsernames(draft);
  disableSome(draft);
}
