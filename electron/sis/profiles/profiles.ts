import type { SisProfileName } from '../../../shared/sis-profiles.ts';
import { aeries } from './aeries.ts';
import { classlink } from './classlink.ts';
import { focus } from './focus.ts';
import { generic } from './generic.ts';
import { infiniteCampus } from './infinite-campus.ts';
import type { CredentialPlace, ScopePolicy, SisProfile } from './profile.ts';

const profiles: Readonly<Record<SisProfileName, SisProfile>> = {
  focus,
  'infinite-campus': infiniteCampus,
  aeries,
  classlink,
  generic,
};

/** The chosen profile; without a choice the one whose address this is, else the generic one. */
export function profileFor(chosen: SisProfileName | undefined, base: string): SisProfile {
  if (chosen !== undefined) return profiles[chosen];
  return Object.values(profiles).find(({ address }) => address?.test(base) === true) ?? generic;
}

/** Token addresses in the order they are tried: the product's own, then the usual ones; all on the SIS' own origin. */
export function tokenUrlsOf(profile: SisProfile, address: { readonly base: string; readonly root: string }): string[] {
  const { origin } = new URL(address.base);
  const written = [...profile.tokenUrls, ...generic.tokenUrls].map((pattern) =>
    pattern.replace('{base}', address.base).replace('{root}', address.root).replace('{origin}', origin),
  );
  return [...new Set(written)];
}

/** Ways to ask for a token: place by place, each with every scope, the product's own first. */
export function tokenVariantsOf(profile: SisProfile): { readonly place: CredentialPlace; readonly scope: ScopePolicy }[] {
  return firstThenRest(profile.places, generic.places).flatMap((place) =>
    firstThenRest(profile.scopes, generic.scopes).map((scope) => ({ place, scope })),
  );
}

function firstThenRest<T>(first: readonly T[], all: readonly T[]): T[] {
  return [...new Set([...first, ...all])];
}
