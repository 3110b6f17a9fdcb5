import type { SisProfile } from './profile.ts';

/** Any OneRoster 1.1 server: the usual places in the usual order (oneroster-1.1.md §4.2, §4.4). */
export const generic: SisProfile = {
  name: 'generic',
  address: null,
  tokenUrls: ['{base}/token', '{root}/token', '{root}/oauth/token', '{root}/oauth2/token'],
  places: ['basic', 'body'],
  scopes: ['named', 'none', 'any'],
  authOrder: ['oauth2', 'oauth1'],
  signatures: ['HMAC-SHA256', 'HMAC-SHA1'],
  pageSize: 1000,
  cookies: 'keep',
  habits: {},
};
