import { describe, expect, test } from 'vitest';
import { type ImportFile, importFiles } from '../../../electron/canvas/columns.ts';
import { explainImportMessage, placeImportMessage } from '../../../electron/canvas/import-messages.ts';
import { importTexts } from '../../helpers/canvas-texts.ts';

const all = Object.entries(importTexts).flatMap(([section, texts]) => texts.map((text) => [section, text] as const));

describe('every text of the reference has plain words', () => {
  test.each(all)('§%s %s', (_section, text) => {
    const said = text.replaceAll('{type}', 'course').replaceAll(/\{\w+\}/g, 'x-1');
    const explanation = explainImportMessage(said);
    expect(explanation).toMatchObject({ said, known: true });
    expect(explanation.message).not.toBe(said);
    expect(explanation.remedy).not.toBe('');
  });

  test.each<[string, ImportFile]>([
    ['1.4', 'account'],
    ['1.5', 'term'],
    ['1.6', 'course'],
    ['1.7', 'section'],
    ['1.9', 'user'],
    ['1.11', 'enrollment'],
  ])('the texts of §%s belong to the file %s even without its name', (section, entity) => {
    for (const text of importTexts[section] ?? []) {
      const place = placeImportMessage({ file: null, message: text.replaceAll(/\{\w+\}/g, 'x-1') }, []);
      expect([text, 'entity' in place ? place.entity : place.kind]).toEqual([text, entity]);
    }
  });
});

test('every file of a package is one whose messages are known', () => {
  for (const file of importFiles) expect(all.some(([, text]) => sampleOf(text) === file)).toBe(true);
});

function sampleOf(text: string): string | null {
  const place = placeImportMessage({ file: null, message: text.replaceAll('{type}', 'course').replaceAll(/\{\w+\}/g, 'x') }, []);
  return 'entity' in place ? place.entity : null;
}
