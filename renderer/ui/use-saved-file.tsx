import { type ReactNode, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { plural } from './format.ts';
import { announce } from './Live.tsx';
import { Notice } from './Notice.tsx';

type Saved = Outcome<{ readonly file: string | null; readonly records: number }>;

/** Saving a list as a file, and what came of it: nothing to say when the admin thought better of it. */
export function useSavedFile(save: () => Promise<Saved>): { readonly start: () => void; readonly said: ReactNode } {
  const [saved, setSaved] = useState<Saved | null>(null);
  const start = () => {
    setSaved(null);
    void save().then((answer) => {
      setSaved(answer);
      if (answer.ok && answer.value.file !== null) announce(savedWords(answer.value.file, answer.value.records));
    });
  };
  const said =
    saved === null ? null : !saved.ok ? (
      <FailureNotice failure={saved.failure} onRetry={start} />
    ) : saved.value.file === null ? null : (
      <Notice tone="good" title={savedWords(saved.value.file, saved.value.records)}>
        It may name people: keep it where only those read it who may.
      </Notice>
    );
  return { start, said };
}

function savedWords(file: string, records: number): string {
  return `${plural(records, 'record', 'records')} saved as “${file}”.`;
}
