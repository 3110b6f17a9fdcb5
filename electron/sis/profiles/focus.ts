import type { SisProfile } from './profile.ts';

/** Focus School Software (oneroster-1.1.md §4.2, §4.3, §8). */
export const focus: SisProfile = {
  name: 'focus',
  address: /focusschoolsoftware\.com|\/focus(?:\/|$)/i,
  tokenUrls: ['{base}/token', '{root}/token'],
  places: ['body', 'basic'],
  scopes: ['named', 'none', 'any'],
  authOrder: ['oauth2', 'oauth1'],
  signatures: ['HMAC-SHA1', 'HMAC-SHA256'],
  pageSize: 500,
  cookies: 'keep',
  habits: {
    noAdmins:
      'Focus sends administrators only when they are ticked: open Setup › Third Party Systems › Rosterbridge in Focus and tick the administrator profiles.',
    gradebook: 'In Focus open Setup › Third Party Systems › Rosterbridge and give it access to the gradebook.',
  },
};
