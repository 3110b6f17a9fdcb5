import { createHash } from 'node:crypto';
import type { DistrictSettings } from '../../shared/settings.ts';
import { canonical } from '../roster/text.ts';

/** A short text that is equal exactly when two settings are; part of the plan id (ENGINE-NOTES §2). */
export function settingsDigest(settings: DistrictSettings): string {
  // How long the log is kept changes no plan.
  const { keepRunDays: _run, keepPreviewDays: _preview, ...planned } = settings;
  const texts = Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, JSON.stringify(value)]));
  return createHash('sha256').update(canonical(texts)).digest('hex').slice(0, 16);
}

/** The settings that ids are made from (ROSTER-RULES B), as one text. */
export function identityScheme({ accountId, studentUserId, staffUserId, observerUserId }: DistrictSettings): string {
  // As it was before guardians had a choice, so that no district begins anew.
  const observers = observerUserId === 'sourcedId' ? {} : { observerUserId };
  return JSON.stringify({ accountId, studentUserId, staffUserId, ...observers });
}
