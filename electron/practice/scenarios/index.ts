import {
  cutJson,
  driftWhilePaging,
  dropConnection,
  htmlAnswers,
  lyingTotal,
  outage,
  recover,
  slow,
  throttled,
  truncatedFeed,
} from './bad-answers.ts';
import { idChange, massDrop, newStudents, sectionMove, teacherChange } from './people-move.ts';
import type { Scenario } from './scenario.ts';
import { rolloverLight, termEnded } from './year-turns.ts';

/** Every scenario by its name: `POST /scenario/{name}`. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'teacher-change': teacherChange,
  'section-move': sectionMove,
  'new-students': newStudents,
  'mass-drop': massDrop,
  'id-change': idChange,
  'term-ended': termEnded,
  'rollover-light': rolloverLight,
  'truncated-feed': truncatedFeed,
  'lying-total': lyingTotal,
  'drift-while-paging': driftWhilePaging,
  outage,
  throttled,
  slow,
  'html-answers': htmlAnswers,
  'drop-connection': dropConnection,
  'cut-json': cutJson,
  recover,
};
