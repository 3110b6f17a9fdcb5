/**
 * Every text canvas-sis.md §1.3–1.12 knows of, by section; `{x}` stands for what Canvas fills in. It grows with the reference.
 */
export const importTexts: Readonly<Record<string, readonly string[]>> = {
  '1.3': [
    'Malformed CSV',
    'Invalid UTF-8',
    "Couldn't find Canvas CSV import headers",
    'Error while importing CSV. Please contact support. (Error report {n})',
    'Skipping unknown file type',
  ],
  '1.4': [
    'No account_id given for an account',
    "Parent account didn't exist for {id}",
    'No name given for account {id}, skipping',
    'Improper status "{s}" for account {id}, skipping',
    'Cannot delete the sub_account with ID: {id} because it has active sub accounts.',
    "Setting account {id}'s parent to {parent} would create a loop",
    'Cannot restore sub_account with ID: {id} because parent_account with ID: {p} has been deleted.',
    'SIS IDs cannot be set on root accounts',
    'Cannot delete the sub_account with ID: {id} because it has active courses.',
  ],
  // Not told by the reference: the shape of the others' validation.
  '1.4 (validation)': ['An account did not pass validation (account: {id}, error: {e})'],
  '1.5': [
    'No term_id given for a term',
    'Improper status "{s}" for term {id}',
    'No name given for term {id}',
    'Bad date format for term {id}',
    'Cannot set date override on non-existent term',
    'Invalid date_override_enrollment_type',
    'A term did not pass validation (term: {id} / {name}, error: {e})',
  ],
  '1.6': [
    'No course_id given for a course',
    'No short_name given for course {id}',
    'No long_name given for course {id}',
    'Improper status "{s}" for course {id}',
    'Invalid course_format "{f}" for course {id}',
    'Invalid grade_passback_setting "{g}" for course {id}',
    'Account not found "{a}" for course {id}',
    'Cannot restore course {id} because the associated account {a} is deleted',
    'Bad date format for course {id}',
    'A course did not pass validation (course: {id} / {short}, error: {e})',
    'A (templated) course did not pass validation ({e})',
    'unknown abstract course id {x}, ignoring abstract course reference',
    'Unknown blueprint course "{b}" for course "{id}"',
    'Cannot associate course "{id}" - is a blueprint course',
    'Cannot associate course "{id}" - is associated to another blueprint course',
    'Cannot associate course "{id}" - is not in the same or lower account as the blueprint course',
  ],
  '1.7': [
    'No section_id given for a section in course {c}',
    'No course_id given for a section {s}',
    'No name given for section {s} in course {c}',
    'Improper status "{st}" for section {s} in course {c}',
    "Section {s} references course {c} which doesn't exist",
    'Bad date format for section {s}',
    'A section did not pass validation (section: {s} / {n}, course: {c}, error: {e})',
  ],
  '1.8': [
    'No xlist_course_id given for a cross-listing',
    'No section_id given for a cross-listing',
    'Improper status "{s}" for a cross-listing',
    'A cross-listing referenced a non-existent section {s}',
    'An active cross-listing failed: {e}',
    'A deleted cross-listing failed: {e}',
  ],
  '1.9': [
    'No user_id given for a user',
    'No login_id given for user {id}',
    'No status given for user {id}',
    'Improper status for user {id}',
    "An existing Canvas user with the SIS ID {other} has already claimed {id}'s user_id requested login information, skipping",
    "An existing Canvas user with the SIS ID {other} has already claimed {id}'s requested integration_id, skipping",
    'unrecognized authentication provider {p} for {id}, skipping',
    "Can't remove yourself user_id '{id}'",
    "The email address associated with user '{id}' is invalid (email: '{e}')",
    "Could not save the user with user_id: '{id}'. Invalid login_id: '{l}'",
    "Could not save the user with user_id: '{id}'. Unknown reason: {r}",
    'Some of the fields contain NULL character',
    'An email did not pass validation ({e}, error: {r})',
    'A user did not pass validation (user: {id}, error: {r})',
    "An existing Canvas user with the Canvas ID {n} has already claimed {id}'s user_id requested login information, skipping",
  ],
  '1.10': [
    'No existing user provided for login with SIS ID {id}',
    'An existing Canvas user with the SIS ID {id} or login of {l} already exists, skipping',
    'Could not find the existing user for login with SIS ID {id}, skipping',
    'An existing user does not match existing user ids provided for login with SIS ID {id}, skipping',
  ],
  '1.11': [
    'No course_id or section_id given for an enrollment',
    'No user_id given for an enrollment',
    'Improper status "{s}" for an enrollment',
    'User not found for enrollment (User ID: {u}, Course ID: {c}, Section ID: {s})',
    'Neither course nor section existed for user enrollment (Course ID: {c}, Section ID: {s}, User ID: {u})',
    'An enrollment referenced a non-existent section {s}',
    'An enrollment referenced a non-existent course {c}',
    'An enrollment listed a section ({s}) and a course ({c}) that are unrelated for user ({u})',
    'Improper role "{r}" for an enrollment',
    'Student enrollment for "{u}" not allowed in blueprint course "{c}"',
    'An enrollment referenced a non-existent associated user {a}',
    'Attempted enrolling of deleted user {u} in course {c}',
    'Enrolled a user {u} in course {c}, but referenced a deleted sis login',
    'Bad date format for user {u} in course {c}',
    'An enrollment did not pass validation (course: {c}, section: {s}, user: {u}, role: {r}, error: {e})',
    'User {root}:{u} does not have a usable login for this account',
    'Attempted enrolling with deleted sis login {login_id} in course {c}',
    'Temporary enrollments are not enabled',
    'An enrollment referenced a non-existent temporary enrollment provider {u}',
    'A temporary enrollment provider and recipient are the same ({e})',
    'A temporary enrollment end date is before the start date ({e})',
    'A temporary enrollment is missing a start or end date ({e})',
    'The temporary enrollment provider is not enrolled in the course ({e})',
    'Observer enrollment for "{u}" not allowed in blueprint course "{c}"',
    'Bad date format for user {u} in section {s}',
  ],
  '1.12': [
    'No observer_id given for a user observer',
    'No user_id given for a user observer',
    "Can't observe yourself user {id}",
    'Improper status "{s}" for a user_observer',
    'An observer referenced a non-existent user {id}',
    'A student referenced a non-existent user {id}',
    "Can't delete a non-existent observer for observer: {o}, student: {s}",
    'No user_id given for admin',
    'No status given for admin',
    'No role_id or role given for admin',
    'Invalid status {s} for admin',
    'Invalid account_id given for admin',
    "Invalid role '{r}' for admin",
    "Invalid role_id '{r}' for admin",
    "Invalid or unknown user_id '{u}' for admin",
    "Can't remove yourself user_id '{u}'",
    'No type given for change_sis_id',
    'No old_id or old_integration_id given for change_sis_id',
    'No new_id or new_integration_id given for change_sis_id',
    "Invalid type '{t}' for change_sis_id",
    "A new_id, '{n}', referenced an existing {type} and the {type} with sis_source_id '{o}' was not updated",
    "A new_integration_id, '{n}', referenced an existing {type} and the {type} with integration_id '{o}' was not updated",
    "An old_id, '{o}', referenced a non-existent {type} and was not changed.",
    "An old_integration_id, '{o}', referenced a non-existent {type} and was not changed.",
    "An old_id, '{o}', referenced a different {type} than the old_integration_id, '{i}'",
    'Group categories should not have integration IDs.',
    "A new_id, '{n}', referenced an existing user and the user with sis_user_id '{o}' was not updated",
  ],
};

/** Stands for the rest once the summary on an import is cut (§2.5); about no row. */
const cutNote = 'Download the error file to see all warnings.';

/** Whether the reference knows a text Canvas said about an import. */
export function isCanvasText(said: string): boolean {
  return said === cutNote || patterns.some((pattern) => pattern.test(said));
}

const patterns = Object.values(importTexts)
  .flat()
  .map(
    (text) =>
      new RegExp(
        `^${text
          .split(/\{\w+\}/)
          .map(escaped)
          .join('.*')}$`,
        's',
      ),
  );

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
