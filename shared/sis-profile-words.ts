import type { SisProfileName } from './sis-profiles.ts';

/** What an admin is told about a SIS in set-up: its name, an example of its address, and where key and secret are found. */
export interface SisProfileWords {
  readonly title: string;
  readonly example: string;
  readonly where: readonly string[];
}

/** Only what oneroster-1.1.md §1.1, §4.2 and §4.3 know; where it knows no menu, the words say whom to ask. */
export const sisProfileWords: Readonly<Record<SisProfileName, SisProfileWords>> = {
  focus: {
    title: 'Focus School Software',
    example: 'https://yourdistrict.focusschoolsoftware.com/focus/api/1.0',
    where: [
      'Sign in to Focus as an administrator and open Setup › Third Party Systems.',
      'Add a system named Rosterbridge, or open the one you have.',
      'Choose the API dialect “OneRoster”, read access, and the schools you want.',
      'Copy API URL, client key and client secret from there.',
    ],
  },
  'infinite-campus': {
    title: 'Infinite Campus',
    example: 'https://yourdistrict.infinitecampus.org/campus/api/ims/oneroster/v1p1',
    where: [
      'Ask your Infinite Campus administrator for a OneRoster 1.1 connection that signs in with OAuth 2; OAuth 1 was retired there in 2023.',
      'Copy its base address, client ID and client secret. The secret is replaced every year.',
      'Infinite Campus leaves people without a username out of OneRoster 1.1: give everybody one.',
    ],
  },
  aeries: {
    title: 'Aeries',
    example: 'https://yourdistrict.aeries.net/aeries/ims/oneroster/v1p1',
    where: [
      'Ask your Aeries administrator for a OneRoster API account with read access to all schools you want.',
      'Copy client ID and client secret; the address ends in /aeries/ims/oneroster/v1p1.',
      'Aeries asks for large reads to be made outside school hours.',
    ],
  },
  classlink: {
    title: 'ClassLink Roster Server',
    example: 'https://yourdistrict.example.com/ims/oneroster/v1p1',
    where: [
      'Ask your ClassLink administrator to share the schools you want with an application named Rosterbridge.',
      'Copy the OneRoster endpoint, key and secret of that application.',
      'If sharing is taken back in ClassLink, the key stops working at once.',
    ],
  },
  generic: {
    title: 'Another SIS with OneRoster 1.1',
    example: 'https://sis.yourdistrict.org/ims/oneroster/v1p1',
    where: [
      'Ask your SIS for a OneRoster 1.1 connection for rostering with read access to all schools you want.',
      'You need its base address, client key (also called client id) and client secret.',
    ],
  },
};
