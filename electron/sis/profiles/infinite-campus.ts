import type { SisProfile } from './profile.ts';

/** Infinite Campus (oneroster-1.1.md §1.1, §3.1, §4.2): OAuth 1 was retired on 2023-06-30. */
export const infiniteCampus: SisProfile = {
  name: 'infinite-campus',
  address: /\/campus(?:\/|$)|infinitecampus\./i,
  tokenUrls: ['{origin}/campus/oauth2/token'],
  places: ['basic', 'body'],
  scopes: ['named', 'none', 'any'],
  authOrder: ['oauth2'],
  signatures: [],
  pageSize: 1000,
  cookies: 'ignore',
  habits: {
    noLogins: 'Infinite Campus leaves people without a username out of OneRoster 1.1; give them one there.',
    gradebook: 'Infinite Campus asks for a vendor key besides the usual one for grades; ask your Infinite Campus administrator.',
  },
};
