import { z } from 'zod';
import type { Check } from '../../../shared/district.ts';
import type { CanvasHttp } from '../canvas-http.ts';
import { fine, warning } from './check.ts';

const name = 'Sync to SIS';
/** Each of them lets assignments be flagged (canvas-grades.md §1.8). */
const flags = ['post_grades', 'bulk_sis_grade_export'];
const assignments = z.array(z.object({ id: z.unknown() }));

/** Whether teachers can flag assignments for the SIS, and whether any is; left out where Canvas does not say. */
export async function gradeSyncChecks(http: CanvasHttp): Promise<Check[]> {
  const path = '/api/v1/accounts/self/features/enabled';
  const features = await http.read({ method: 'GET', path, what: 'see which features are on' }, z.array(z.string()));
  if (!features.ok) return [];
  if (!flags.some((flag) => features.value.includes(flag)))
    return [
      fine(
        name,
        'Teachers cannot flag assignments for the SIS: the feature is off. Schools, classes and people are not affected.',
        'To pass grades back later, switch on “Post Grades to SIS” under Admin › Settings › Feature Options.',
      ),
    ];
  const flagged = await http.read(
    { method: 'GET', path: '/api/sis/accounts/self/assignments?per_page=1', what: 'see flagged assignments' },
    assignments,
  );
  if (!flagged.ok) return [warning(name, `The feature is on. ${flagged.failure.message}`, flagged.failure.remedy)];
  return flagged.value.length > 0
    ? [fine(name, 'The feature is on, and teachers have flagged assignments for the SIS.')]
    : [fine(name, 'The feature is on. No published assignment is flagged for the SIS yet.')];
}
