import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from './import-graph.ts';
import { violationOf } from './violations.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folders = ['electron', 'renderer', 'shared', 'test/judge'];

/** What the rules say about a file that imports as `source` does. */
function violations(file: string, source: string): (string | null)[] {
  return importsOf(root, file, source).map(violationOf);
}

describe('the rooms of the house', () => {
  const files = sourceFiles(root, folders);

  test('there is a house to look at', () => {
    expect(files).toContain('electron/main.ts');
    expect(files).toContain('shared/outcome.ts');
    expect(files).toContain('test/judge/judge.ts');
  });

  test('nobody imports what they must not know', () => {
    const found = files.flatMap((file) => importsOf(root, file).map(violationOf)).filter((violation) => violation !== null);
    expect(found).toEqual([]);
  });
});

describe('a violation is found when', () => {
  test.each([
    ['sis knows canvas', 'electron/sis/pull.ts', `import { upload } from '../canvas/imports.ts';`],
    ['canvas knows sis, for a type only', 'electron/canvas/http.ts', `import type { Page } from '../sis/page.ts';`],
    ['sis knows canvas through a re-export', 'electron/sis/pull.ts', `export * from '../canvas/imports.ts';`],
    [
      'sis knows canvas through a dynamic import',
      'electron/sis/pull.ts',
      `const { upload } = await import('../canvas/imports.ts');`,
    ],
    ['sis knows canvas through an import type', 'electron/sis/pull.ts', `type Row = import('../canvas/row.ts').Row;`],
    ['sis knows canvas through require', 'electron/sis/pull.ts', `const canvas = require('../canvas/imports.ts');`],
    [
      'the practice servers use a shared type',
      'electron/practice/canvas/users.ts',
      `import type { Outcome } from '../../../shared/outcome.ts';`,
    ],
    [
      'the practice servers use the real Canvas client',
      'electron/practice/canvas/users.ts',
      `import { x } from '../../canvas/rows.ts';`,
    ],
    ['a judge asks our client', 'test/judge/no-deletion.ts', `import { read } from '../../electron/canvas/reports.ts';`],
    [
      'a judge asks the practice servers',
      'test/judge/memory.ts',
      `import type { Term } from '../../electron/practice/canvas/model.ts';`,
    ],
    ['a judge shares our settings', 'test/judge/night.ts', `import { DistrictSettings } from '../../shared/settings.ts';`],
    ['a judge reads reports with our library', 'test/judge/night.ts', `import { parse } from 'csv-parse/sync';`],
    ['a judge uses a test helper', 'test/judge/no-deletion.ts', `import { read } from '../helpers/dump.ts';`],
    ['the page reaches into the engine', 'renderer/state/run.ts', `import { start } from '../../electron/engine/run.ts';`],
    ['the page uses Node', 'renderer/state/run.ts', `import { join } from 'node:path';`],
    ['shared uses more than zod', 'shared/plan.ts', `import axios from 'axios';`],
    ['the store follows a rule', 'electron/store/rows.ts', `import { hold } from '../roster/holds.ts';`],
    ['the pipeline imports Electron', 'electron/roster/apply.ts', `import { net } from 'electron';`],
    ['the engine imports Electron outside its process host', 'electron/engine/run.ts', `import { net } from 'electron';`],
    ['the engine keeps settings in electron-store', 'electron/engine/settings.ts', `import Store from 'electron-store';`],
    ['SQL is spoken outside the driver', 'electron/store/plan-tables.ts', `import Database from 'libsql';`],
    ['a room appears that nobody planned', 'electron/utils/misc.ts', `import { join } from 'node:path';`],
    ['an import cannot be read', 'electron/sis/pull.ts', `await import(name);`],
  ])('%s', (_what, file, source) => {
    expect(violations(file, source)).toEqual([expect.stringContaining(file)]);
  });

  test.each([
    [
      'roster sees both sides',
      'electron/roster/compare.ts',
      `import type { Row } from '../canvas/row.ts'; import type { User } from '../sis/schema.ts';`,
    ],
    ['the process host uses Electron', 'electron/engine/host/engine-process.ts', `import { net } from 'electron';`],
    [
      'the practice Canvas has a folder of its own',
      'electron/practice/servers.ts',
      `import { start } from './canvas/server.ts';`,
    ],
    ['the driver opens the store', 'electron/store/driver.ts', `import Database from 'libsql';`],
  ])('and none when %s', (_what, file, source) => {
    expect(violations(file, source).filter((violation) => violation !== null)).toEqual([]);
  });
});
