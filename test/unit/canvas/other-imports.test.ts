import { describe, expect, it } from 'vitest';
import type { CanvasImport } from '../../../electron/canvas/canvas-import.ts';
import { otherImportsCheck } from '../../../electron/canvas/doctor/other-imports.ts';

const listed = (id: string, part: Partial<CanvasImport> = {}): CanvasImport => ({
  id,
  workflowState: 'imported',
  progress: 100,
  createdAt: '2026-09-14T02:00:00Z',
  startedAt: '2026-09-14T02:00:10Z',
  endedAt: '2026-09-14T02:01:00Z',
  userId: '7',
  userName: 'Nightly SIS upload',
  uploadBytes: null,
  batchMode: false,
  diffing: false,
  overrideStickiness: false,
  counts: {},
  statistics: null,
  warnings: [],
  errors: [],
  errorMessage: null,
  ...part,
});

describe('G4 other integrations that write to the same Canvas', () => {
  it('are none when every import is ours', () => {
    expect(otherImportsCheck([listed('1'), listed('2')], new Set(['1', '2']), false).level).toBe('ok');
    expect(otherImportsCheck([], new Set(), false).level).toBe('ok');
  });

  it('are not those whose file never came: nothing was done with them, and we may have left them ourselves', () => {
    const waiting = listed('3', { workflowState: 'initializing', startedAt: '' });
    const stopped = listed('2', { workflowState: 'aborted', startedAt: '' });
    expect(otherImportsCheck([waiting, stopped], new Set(), false).level).toBe('ok');
    expect(otherImportsCheck([listed('1', { workflowState: 'aborted' })], new Set(), false).level).toBe('warning');
  });

  it('are named with who, when, batch mode and diffing', () => {
    const imports = [listed('3', { diffing: true }), listed('2', { batchMode: true, userName: 'Ms. Ortiz' }), listed('1')];
    const { level, message, remedy } = otherImportsCheck(imports, new Set(['1']), false);
    expect(level).toBe('warning');
    expect(message).toContain('2 SIS imports of the last 14 days did not come from here');
    expect(message).toContain('“Nightly SIS upload”, “Ms. Ortiz”; the newest on September 14, 2026');
    expect(message).toContain('1 of them in batch mode');
    expect(message).toContain('1 of them with diffing');
    expect(remedy).toContain('Admin › SIS Import');
  });

  it('says "at least" when the list was cut', () => {
    expect(otherImportsCheck([listed('1')], new Set(), true).message).toMatch(/^At least 1 SIS import of/);
  });
});
