import { describe, expect, it } from 'vitest';
import { type Place, removableOf } from '../../../renderer/lookup/removal.ts';

const place: Place = {
  entity: 'section',
  sisId: 'class-1',
  lastSynced: { name: 'Algebra', status: 'active' },
  confirmed: true,
  owned: true,
  run: 'run-1',
};
const gone = { inSis: null, sisTrouble: null };

describe('D4 what a person may ask to have removed', () => {
  it('is ours and gone from the SIS, or only marked as dropped there', () => {
    expect(removableOf(gone, place)).toEqual({ allowed: true, kind: 'section' });
    expect(removableOf({ ...gone, inSis: { status: 'tobedeleted' } }, place)).toEqual({ allowed: true, kind: 'section' });
  });

  it.each([
    ['the SIS has it', { ...gone, inSis: { status: 'active' } }, place, /still has it/],
    ['the SIS did not answer', { ...gone, sisTrouble: 'It is away.' }, place, /did not answer/],
    ['others made it', gone, { ...place, owned: false }, /neither made nor adopted/],
    ['it is gone', gone, { ...place, lastSynced: { status: 'deleted' } }, /removed already/],
    ['it is a person (D3)', gone, { ...place, entity: 'user' }, /People are never removed/],
    ['it is an enrollment', gone, { ...place, entity: 'enrollment' }, /when the SIS ends it/],
    ['it is a guardian’s link', gone, { ...place, entity: 'observer' }, /no-contact/],
  ])('not while %s, and that is said', (_, explanation, one, why) => {
    expect(removableOf(explanation, one)).toEqual({ allowed: false, why: expect.stringMatching(why) });
  });
});
