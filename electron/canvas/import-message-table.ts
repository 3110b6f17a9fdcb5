import type { ImportFile } from './columns.ts';

/** One text Canvas is known to say about a row or a file (canvas-sis.md §1.3–1.12). */
export interface KnownMessage {
  /** Named groups are the ids in the text, by import column. */
  readonly pattern: RegExp;
  readonly entity: ImportFile | null;
  /** Whether Canvas applied the row nevertheless, at least in part. */
  readonly applied: boolean;
  readonly message: string;
  readonly remedy: string;
}

const retry = 'Nothing to do now: the next plan contains this change again.';
const report = 'This row should not have been sent. Preview again, and show the message to your Canvas support if it comes back.';
const sourceFix = 'Correct the record in the SIS; the next plan contains the change again.';

const refused = (entity: ImportFile | null, pattern: RegExp, message: string, remedy: string): KnownMessage => ({
  entity,
  pattern,
  message,
  remedy,
  applied: false,
});
const applied = (entity: ImportFile, pattern: RegExp, message: string, remedy: string): KnownMessage => ({
  entity,
  pattern,
  message,
  remedy,
  applied: true,
});

const files: readonly KnownMessage[] = [
  refused(null, /^Malformed CSV/, 'Canvas could not read this file; none of its rows were applied.', report),
  refused(null, /^Invalid UTF-8/, 'Canvas could not read the characters of this file; none of its rows were applied.', report),
  refused(
    null,
    /^Couldn't find Canvas CSV import headers/,
    'Canvas did not recognise this file; none of its rows were applied.',
    report,
  ),
  refused(
    null,
    /^Error while importing CSV/,
    'Canvas had an internal error while applying this file; some of its rows may be missing.',
    'Plan again to see what is missing. If it happens again, ask Instructure with the error report number.',
  ),
  refused(null, /^Skipping unknown file type/, 'Canvas passed over a file it does not know.', report),
  refused(null, /exceeds the set threshold/, 'Canvas stopped this import because a threshold was set for it.', retry),
];

const accounts: readonly KnownMessage[] = [
  refused('account', /^No account_id given for an account/, 'The sub-account has no SIS id.', report),
  refused(
    'account',
    /^Parent account didn't exist for (?<account_id>.+)$/,
    'The sub-account was not made because the account above it does not exist in Canvas.',
    'Choose the parent account again in the settings.',
  ),
  refused('account', /^No name given for account (?<account_id>.+), skipping$/, 'The school has no name.', sourceFix),
  refused(
    'account',
    /^Improper status ".*" for account (?<account_id>.+), skipping$/,
    'The sub-account has an unknown state.',
    report,
  ),
  refused(
    'account',
    /^Cannot delete the sub_account with ID: (?<account_id>.+) because it has active (sub accounts|courses)\.$/,
    'Canvas keeps the sub-account because there is still something in it.',
    'Move or delete its courses and sub-accounts in Canvas first.',
  ),
  refused(
    'account',
    /^Setting account (?<account_id>.+)'s parent to .+ would create a loop$/,
    'The sub-account would end up below itself.',
    sourceFix,
  ),
  refused(
    'account',
    /^Cannot restore sub_account with ID: (?<account_id>.+) because parent_account with ID: .+ has been deleted\.$/,
    'The account above this one was deleted in Canvas.',
    'Restore the parent account in Canvas, or choose another parent in the settings.',
  ),
  refused(
    'account',
    /^SIS IDs cannot be set on root accounts$/,
    'The main account of Canvas cannot have a SIS id.',
    'Choose another school or parent account in the settings.',
  ),
  refused(
    'account',
    /^An account did not pass validation \(account: (?<account_id>.+?), error: (?<error>.*)\)$/,
    'Canvas refused the sub-account.',
    "See Canvas' own words for the reason; a common one is a name of more than 255 characters.",
  ),
];

const terms: readonly KnownMessage[] = [
  refused('term', /^No term_id given for a term/, 'The term has no SIS id.', report),
  refused('term', /^Improper status ".*" for term (?<term_id>.+)$/, 'The term has an unknown state.', report),
  refused('term', /^No name given for term (?<term_id>.+)$/, 'The term has no name.', sourceFix),
  applied('term', /^Bad date format for term (?<term_id>.+)$/, 'The term was saved, but without its dates.', sourceFix),
  refused(
    'term',
    /^A term did not pass validation \(term: (?<term_id>.+?) \/ .*, error: (?<error>.*)\)$/,
    'Canvas refused the term.',
    "See Canvas' own words for the reason.",
  ),
  refused(
    'term',
    /^Cannot set date override on non-existent term$/,
    'The longer access of teachers was not set, because the term does not exist in Canvas.',
    "Look at the term's own row first; once that succeeds, the next plan sets it.",
  ),
  refused('term', /^Invalid date_override_enrollment_type$/, 'Canvas does not know whose access was to last longer.', report),
];

const courses: readonly KnownMessage[] = [
  refused('course', /^No course_id given for a course/, 'The course has no SIS id.', report),
  refused('course', /^No (short|long)_name given for course (?<course_id>.+)$/, 'The course has no name or code.', sourceFix),
  refused('course', /^Improper status ".*" for course (?<course_id>.+)$/, 'The course has an unknown state.', report),
  refused(
    'course',
    /^Account not found "(?<account_id>.*)" for course (?<course_id>.+)$/,
    'The course was not saved because its sub-account does not exist in Canvas.',
    'Plan again; if the school is missing too, look at its row first.',
  ),
  refused(
    'course',
    /^Cannot restore course (?<course_id>.+) because the associated account (?<account_id>.+) is deleted$/,
    'The sub-account of this course was deleted in Canvas.',
    'Restore the sub-account in Canvas.',
  ),
  applied('course', /^Bad date format for course (?<course_id>.+)$/, 'The course was saved, but without its dates.', sourceFix),
  refused(
    'course',
    /^A (\(?templated\)? )?course did not pass validation \((course: (?<course_id>.+?) \/ .*, error: )?(?<error>.*)\)$/,
    'Canvas refused the course.',
    "See Canvas' own words for the reason; a common one is a name of more than 255 characters.",
  ),
  applied(
    'course',
    /^Invalid (course_format|grade_passback_setting) ".*" for course (?<course_id>.+)$/,
    'The course was saved, but without one of its settings.',
    report,
  ),
  applied(
    'course',
    /^unknown abstract course id .+, ignoring abstract course reference$/,
    'The course was saved, but without the abstract course it named.',
    report,
  ),
  applied(
    'course',
    /^Unknown blueprint course ".*" for course "(?<course_id>.+)"$/,
    'The course was saved, but not linked to its blueprint course.',
    report,
  ),
  applied(
    'course',
    /^Cannot associate course "(?<course_id>.+)" - is .+$/,
    'The course was saved, but not linked to its blueprint course.',
    report,
  ),
];

const sections: readonly KnownMessage[] = [
  refused('section', /^No section_id given for a section in course (?<course_id>.*)$/, 'The section has no SIS id.', report),
  refused('section', /^No course_id given for a section (?<section_id>.+)$/, 'The section has no course.', report),
  refused(
    'section',
    /^No name given for section (?<section_id>.+) in course (?<course_id>.*)$/,
    'The section has no name.',
    sourceFix,
  ),
  refused(
    'section',
    /^Improper status ".*" for section (?<section_id>.+) in course .*$/,
    'The section has an unknown state.',
    report,
  ),
  refused(
    'section',
    /^Section (?<section_id>.+) references course (?<course_id>.+) which doesn't exist$/,
    'The section was not saved because its course does not exist in Canvas.',
    'Plan again; if the course is missing too, look at its row first.',
  ),
  applied(
    'section',
    /^Bad date format for section (?<section_id>.+)$/,
    'The section was saved, but without its dates.',
    sourceFix,
  ),
  refused(
    'section',
    /^A section did not pass validation \(section: (?<section_id>.+?) \/ .*, course: (?<course_id>.*), error: (?<error>.*)\)$/,
    'Canvas refused the section.',
    "See Canvas' own words for the reason; a common one is a name of more than 255 characters.",
  ),
];

const users: readonly KnownMessage[] = [
  refused('user', /^No user_id given for a user/, 'The person has no SIS id.', report),
  refused('user', /^No login_id given for user (?<user_id>.+)$/, 'The person has no login name.', sourceFix),
  refused('user', /^(No status given|Improper status) for user (?<user_id>.+)$/, 'The person has an unknown state.', report),
  refused(
    'user',
    /^An existing Canvas user with the (SIS|Canvas) ID (?<owner>.+) has already claimed (?<user_id>.+)'s (user_id )?requested login information, skipping$/,
    'Somebody else in Canvas already has this login name.',
    'Find the other account in Canvas by this login. Rename its login, or give this person another one in the SIS.',
  ),
  refused(
    'user',
    /^An existing Canvas user with the SIS ID (?<owner>.+) has already claimed (?<user_id>.+)'s requested integration_id, skipping$/,
    'Somebody else in Canvas already has this integration id.',
    'Find the other account in Canvas and correct its integration id.',
  ),
  refused(
    'user',
    /^unrecognized authentication provider (?<provider>.+) for (?<user_id>.+), skipping$/,
    'Canvas does not know the sign-in service this person was to use.',
    'Choose the sign-in service again in the settings.',
  ),
  refused(
    'user',
    /^Can't remove yourself user_id '(?<user_id>.+)'$/,
    'Canvas does not let the owner of the token remove their own account.',
    'Leave this person out, or use the token of another administrator.',
  ),
  applied(
    'user',
    /^The email address associated with user '(?<user_id>.+?)' is invalid \(email: '(?<email>.*)'\)$/,
    'The person was saved, but Canvas does not accept the e-mail address.',
    'Correct the e-mail address in the SIS.',
  ),
  applied(
    'user',
    /^An email did not pass validation \((?<email>.*), error: (?<error>.*)\)$/,
    'The person was saved, but Canvas does not accept the e-mail address.',
    'Correct the e-mail address in the SIS.',
  ),
  refused(
    'user',
    /^Could not save the user with user_id: '(?<user_id>.+?)'\. Invalid login_id: '(?<login_id>.*)'$/,
    'Canvas does not accept this login name.',
    'Correct the login name in the SIS: at most 100 ordinary characters.',
  ),
  refused(
    'user',
    /^Could not save the user with user_id: '(?<user_id>.+?)'\. Unknown reason: (?<error>.*)$/,
    'Canvas refused the person.',
    "See Canvas' own words for the reason; a common one is a login name of more than 100 characters.",
  ),
  refused(
    'user',
    /^Some of the fields contain NULL character/,
    'The record contains a character no computer can show.',
    'Retype the name and the login of this person in the SIS.',
  ),
  refused(
    'user',
    /^A user did not pass validation \(user: (?<user_id>.+?), error: (?<error>.*)\)$/,
    'Canvas refused the person.',
    "See Canvas' own words for the reason.",
  ),
];

const enrollments: readonly KnownMessage[] = [
  refused('enrollment', /^No course_id or section_id given for an enrollment/, 'The enrollment names no section.', report),
  refused('enrollment', /^No user_id given for an enrollment/, 'The enrollment names no person.', report),
  refused('enrollment', /^Improper status ".*" for an enrollment/, 'The enrollment has an unknown state.', report),
  refused(
    'enrollment',
    /^User not found for enrollment \(User ID: (?<user_id>.*), Course ID: .*, Section ID: (?<section_id>.*)\)$/,
    'The person was not enrolled because their account does not exist in Canvas.',
    "Look at the person's own row first; once that succeeds, the next plan enrolls them.",
  ),
  refused(
    'enrollment',
    /^Neither course nor section existed for user enrollment \(Course ID: .*, Section ID: (?<section_id>.*), User ID: (?<user_id>.*)\)$/,
    'The person was not enrolled because the section does not exist in Canvas.',
    "Look at the section's own row first; once that succeeds, the next plan enrolls them.",
  ),
  refused(
    'enrollment',
    /^An enrollment referenced a non-existent section (?<section_id>.+)$/,
    'The person was not enrolled because the section does not exist in Canvas.',
    "Look at the section's own row first; once that succeeds, the next plan enrolls them.",
  ),
  refused(
    'enrollment',
    /^An enrollment listed a section \((?<section_id>.*)\) and a course \(.*\) that are unrelated for user \((?<user_id>.*)\)$/,
    'The section belongs to another course in Canvas.',
    retry,
  ),
  refused(
    'enrollment',
    /^Improper role "(?<role>.*)" for an enrollment$/,
    'Canvas has no role of this name.',
    'Choose the role again in the settings; it may have been renamed or switched off in Canvas.',
  ),
  refused(
    'enrollment',
    /^(Student|Observer) enrollment for "(?<user_id>.*)" not allowed in blueprint course ".*"$/,
    'Canvas allows no students in a blueprint course.',
    'Make the course an ordinary one in Canvas, or leave its class out.',
  ),
  refused(
    'enrollment',
    /^Attempted enrolling of deleted user (?<user_id>.+) in course .*$/,
    'The person was not enrolled because their account is deleted in Canvas.',
    "Restore the person's account first.",
  ),
  refused(
    'enrollment',
    /^Attempted enrolling with deleted sis login (?<login_id>.+) in course .*$/,
    'The person was not enrolled because the login with this SIS id is deleted in Canvas.',
    "Restore the person's login first.",
  ),
  applied(
    'enrollment',
    /^Enrolled a user (?<user_id>.+) in course .*, but referenced a deleted sis login$/,
    'The person was enrolled, but their login with this SIS id is deleted in Canvas.',
    'Check which login the person signs in with and restore it if it is this one.',
  ),
  applied(
    'enrollment',
    /^Bad date format for user (?<user_id>.+) in (course|section) .*$/,
    'The person was enrolled, but without dates.',
    sourceFix,
  ),
  refused(
    'enrollment',
    /^An enrollment did not pass validation \(course: .*, section: (?<section_id>.*), user: (?<user_id>.*), role: (?<role>.*), error: (?<error>.*)\)$/,
    'Canvas refused the enrollment.',
    "See Canvas' own words for the reason; a common one is a deleted section or course.",
  ),
  refused(
    'enrollment',
    /^User [^:]+:(?<user_id>.+) does not have a usable login for this account$/,
    'The person has no login with which they could use this account.',
    "Look at the person's own row first.",
  ),
  refused(
    'enrollment',
    /^An enrollment referenced a non-existent course .+$/,
    'The person was not enrolled because the course does not exist in Canvas.',
    "Look at the course's own row first; once that succeeds, the next plan enrolls them.",
  ),
  refused(
    'enrollment',
    /^An enrollment referenced a non-existent associated user .+$/,
    'The observer was not enrolled because the student does not exist in Canvas.',
    "Look at the student's own row first; once that succeeds, the next plan enrolls them.",
  ),
  refused(
    'enrollment',
    /^(Temporary enrollments are not enabled|An enrollment referenced a non-existent temporary enrollment provider|(A|The) temporary enrollment )/,
    'Canvas read the row as a temporary enrollment, which Rosterbridge never makes.',
    report,
  ),
];

/** Adoptions (ROSTER-RULES G2): what is renamed is named by the id it had. */
const sisIdChanges: readonly KnownMessage[] = [
  refused(
    'change_sis_id',
    /^A new_id, '(?<new_id>.*)', referenced an existing \S+ and the \S+ with (sis_source_id|sis_user_id) '(?<old_id>.*)' was not updated$/,
    'It was not linked, because something else in Canvas has the id of the SIS record; it may be deleted and out of sight.',
    'Look for that id in Canvas, and take it away from what has it. Then review the first contact again.',
  ),
  refused(
    'change_sis_id',
    /^An old_id, '(?<old_id>.*)', referenced a non-existent \S+ and was not changed\.$/,
    'It was not linked, because it no longer has the id it had when Canvas was read.',
    'Review the first contact again: it may have been linked already.',
  ),
  refused(
    'change_sis_id',
    /^(No (type|old_id|new_id)|Invalid type|An old_(id|integration_id)|A new_integration_id|Group categories)/,
    'It was not linked, because Canvas could not use the row.',
    report,
  ),
];

const observers: readonly KnownMessage[] = [
  refused(
    'observer',
    /^No (observer_id|user_id) given for a user observer$/,
    'The row names only one of the two people.',
    report,
  ),
  refused('observer', /^Can't observe yourself user (?<observer_id>.+)$/, 'A person cannot be their own observer.', sourceFix),
  refused('observer', /^Improper status ".*" for a user_observer$/, 'The link has an unknown state.', report),
  refused(
    'observer',
    /^An observer referenced a non-existent user (?<observer_id>.+)$/,
    'The observer was not linked because their account does not exist in Canvas.',
    "Look at the observer's own row first; once that succeeds, the next plan links them.",
  ),
  refused(
    'observer',
    /^A student referenced a non-existent user (?<student_id>.+)$/,
    'The observer was not linked because the account of the student does not exist in Canvas.',
    "Look at the student's own row first; once that succeeds, the next plan links them.",
  ),
  refused(
    'observer',
    /^Can't delete a non-existent observer for observer: (?<observer_id>.+), student: (?<student_id>.+)$/,
    'There was no such link to remove any more.',
    'Nothing to do: the next plan knows that the link is gone.',
  ),
];

/** Files Rosterbridge never sends (§1.8, §1.10, §1.12): a row read as one of them is a fault worth showing. */
const neverSent: readonly KnownMessage[] = [
  refused(
    null,
    /^(No (xlist_course_id|section_id) given for a cross-listing|Improper status ".*" for a cross-listing|A cross-listing referenced |An active cross-listing failed: |A deleted cross-listing failed: )/,
    'Canvas read a row as a cross-listing, which Rosterbridge never sends.',
    report,
  ),
  refused(
    null,
    /^((No existing user provided|An existing user does not match existing user ids provided|Could not find the existing user) for login with SIS ID |An existing Canvas user with the SIS ID .+ or login of .+ already exists, skipping$)/,
    'Canvas read a row as a second login, which Rosterbridge never sends.',
    report,
  ),
  refused(
    null,
    /^(No (user_id|status|role_id or role)|Invalid (status .*|account_id|role '.*'|role_id '.*')|Invalid or unknown user_id '.*') (given )?for admin$/,
    'Canvas read a row as an administrator, which Rosterbridge never makes.',
    report,
  ),
];

export const knownMessages: readonly KnownMessage[] = [
  ...files,
  ...sisIdChanges,
  ...accounts,
  ...terms,
  ...courses,
  ...sections,
  ...users,
  ...enrollments,
  ...observers,
  ...neverSent,
];
