import type { SisProfile } from './profile.ts';

/** ClassLink Roster Server (oneroster-1.1.md §4.1, §4.2): it has no token address, every request is signed. */
export const classlink: SisProfile = {
  name: 'classlink',
  address: /classlink/i,
  tokenUrls: [],
  places: ['basic', 'body'],
  scopes: ['named', 'none', 'any'],
  authOrder: ['oauth1', 'oauth2'],
  signatures: ['HMAC-SHA256', 'HMAC-SHA1'],
  pageSize: 1000,
  cookies: 'ignore',
  habits: {},
};
