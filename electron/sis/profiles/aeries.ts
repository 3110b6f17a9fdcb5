import type { SisProfile } from './profile.ts';

/** Aeries (oneroster-1.1.md §4.2): a scope is required, and its load balancer wants the cookies of the token's answer back. */
export const aeries: SisProfile = {
  name: 'aeries',
  address: /\/aeries(?:\/|$)|\.aeries\.net/i,
  tokenUrls: ['{base}/token', '{root}/v2/oauth/token'],
  places: ['basic', 'body'],
  scopes: ['named', 'any'],
  authOrder: ['oauth2', 'oauth1'],
  signatures: ['HMAC-SHA256', 'HMAC-SHA1'],
  pageSize: 1000,
  cookies: 'keep',
  habits: {},
};
