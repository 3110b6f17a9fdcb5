import { Button } from '@fluentui/react-components';
import type { PlanSummary } from '../../shared/plan.ts';
import { type SettingGroup, settingGroupWords, settingKeys, wordsOf } from '../../shared/setting-words.ts';
import { visit } from '../state/navigation.ts';
import { plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './PlanNotes.module.css';

/** What is to be known of a preview as a whole (ROSTER-RULES D6), and what it asks though nothing waits for the answer (C2). */
export function PlanNotes({ plan: { notes } }: { readonly plan: PlanSummary }) {
  if (notes.length === 0) return null;
  const groups = [...new Set(notes.flatMap(groupNamedIn))];
  return (
    <Notice
      tone="warning"
      title={
        notes.length === 1
          ? 'About this preview as a whole'
          : `${plural(notes.length, 'thing', 'things')} about this preview as a whole`
      }
      actions={groups.map((group) => (
        <Button key={group} size="small" onClick={() => visit({ name: 'settings', group })}>
          Go to the settings: {settingGroupWords[group].title}
        </Button>
      ))}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={styles.notes} tabIndex={0} aria-label="About this preview as a whole">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** A note that names settings by their labels leads to where they are answered. */
function groupNamedIn(note: string): readonly SettingGroup[] {
  return settingKeys.filter((key) => note.includes(`“${wordsOf(key).label}”`)).map((key) => wordsOf(key).group);
}
