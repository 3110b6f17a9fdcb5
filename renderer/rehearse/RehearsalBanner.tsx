import { Button } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import { useNavigation, visit } from '../state/navigation.ts';
import { useRehearsal } from '../state/rehearsal.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { backToNormal } from './play.ts';
import { rehearsalWords } from './rehearsal-words.ts';
import styles from './rehearse.module.css';

/** Says on every screen that a bad day is being played, what to expect, and how to end it. */
export function RehearsalBanner({ district }: { readonly district: District }) {
  const { of, state, tried, switching, failure, load } = useRehearsal();
  const busy = useWork((work) => work.jobs[district.id] !== undefined);
  const here = useNavigation((navigation) => navigation.screen.name);
  useEffect(() => {
    void load(district.id);
  }, [district.id, load]);
  // After a start of the app the practice servers take longer than the window.
  const early = district.practice && of === district.id && state?.available === false;
  useEffect(() => {
    if (!early) return;
    const again = setInterval(() => void load(district.id), 2000);
    return () => clearInterval(again);
  }, [early, district.id, load]);
  const current = of === district.id ? (state?.current ?? null) : null;
  if (current === null) return null;
  const { title, expect } = rehearsalWords[current];
  return (
    <aside className={styles.banner} aria-label="Rehearsal">
      <Notice
        tone="info"
        title={`Rehearsal: ${title}`}
        actions={
          <>
            <Button size="small" disabled={switching || busy} onClick={() => void backToNormal(district.id)}>
              Back to normal
            </Button>
            {here === 'rehearse' ? null : (
              <Button size="small" onClick={() => visit({ name: 'rehearse' })}>
                All rehearsals
              </Button>
            )}
          </>
        }
      >
        What to expect: {expect}
      </Notice>
      {failure && tried === null ? <FailureNotice failure={failure} /> : null}
    </aside>
  );
}
