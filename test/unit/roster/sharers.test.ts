import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sharers } from '../../../electron/roster/steps/sharers.ts';

test('siblings who share an address are found, and nobody who is alone with theirs', () => {
  const sharers = new Sharers(2);
  sharers.note(40, ['home@example.org', 'ann']);
  sharers.note(7, ['bo@example.org', 'bo']);
  sharers.note(12, ['home@example.org', 'cem']);
  expect(sharers.people()).toEqual([40, 12]);
});

test('people without any text share nothing', () => {
  const sharers = new Sharers(2);
  for (let place = 0; place < 5; place += 1) sharers.note(place, ['', '']);
  sharers.note(5, []);
  expect(sharers.people()).toEqual([]);
});

test('a person with more texts than there is room for is a mistake of the program', () => {
  expect(() => new Sharers(1).note(0, ['a', 'b'])).toThrow();
});

test('nobody is missed, however many there are and whatever they share', () => {
  const person = fc.uniqueArray(fc.integer({ min: 0, max: 60_000 }).map(String), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 300 }), fc.integer({ min: 0, max: 33_000 }), (people, alone) => {
      const sharers = new Sharers(3);
      // Many who are alone lie before them, so that blocks are crossed.
      for (let place = 0; place < alone; place += 1) sharers.note(place, [`alone ${place}`]);
      people.forEach((texts, at) => {
        sharers.note(alone + at, texts);
      });
      const found = new Set(sharers.people());
      const holders = new Map<string, number[]>();
      people.forEach((texts, at) => {
        for (const text of texts) holders.set(text, [...(holders.get(text) ?? []), alone + at]);
      });
      for (const places of holders.values()) if (places.length > 1) for (const place of places) expect(found).toContain(place);
    }),
    { numRuns: 30 },
  );
});
