import { PersonSearch24Regular } from '@fluentui/react-icons/svg/person-search';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { FoundRecord } from '../../shared/explain.ts';
import { useLookUp } from '../state/look-up.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { Tag } from '../ui/Tag.tsx';
import { entityNouns } from '../ui/words.ts';
import styles from './lookup.module.css';
import { RecordPanel } from './RecordPanel.tsx';

/** "What about this person, this class?": found by name, login or id, and explained. */
export function LookUpScreen({ district }: { readonly district: District }) {
  const { of, text, records, more, failure, asked, enter, search, ask } = useLookUp();
  const [byKeyboard, setByKeyboard] = useState(false);
  useEffect(() => enter(district.id), [enter, district.id]);
  useEffect(() => {
    if (records !== null) announce(`${plural(records.length, 'record', 'records')} found`);
  }, [records]);
  if (of !== null && of !== district.id) return null;
  return (
    <Page fill>
      <PageHeader title="Look up" lead="What about this person, this class? Why does Canvas have it, and why not?" />
      <search className={styles.bar} aria-label="Find a record">
        <PatientSearch
          label="Find a person, class, school or term"
          placeholder="Name, login, e-mail, code or id"
          value={text}
          onSearch={(typed) => void search(district.id, typed)}
          className={styles.search ?? ''}
        />
        <span className={styles.total}>{records === null ? '' : plural(records.length, 'record', 'records')}</span>
      </search>
      {failure ? <FailureNotice failure={failure} onRetry={() => void search(district.id, text)} /> : null}
      <div className={styles.split}>
        <Found
          records={records}
          more={more}
          text={text}
          asked={asked?.sourcedId ?? null}
          onAsk={(record, keyboard) => {
            setByKeyboard(keyboard);
            ask(district.id, record);
          }}
        />
        {asked ? (
          <RecordPanel
            district={district}
            record={asked}
            takeFocus={byKeyboard}
            wide
            onClose={() => {
              const { sourcedId } = asked;
              ask(district.id, null);
              document.querySelector<HTMLElement>(`[data-record="${CSS.escape(sourcedId)}"]`)?.focus();
            }}
          />
        ) : null}
      </div>
    </Page>
  );
}

interface FoundProps {
  readonly records: readonly FoundRecord[] | null;
  readonly more: boolean;
  readonly text: string;
  readonly asked: string | null;
  onAsk(record: FoundRecord, keyboard: boolean): void;
}

function Found({ records, more, text, asked, onAsk }: FoundProps) {
  if (records === null) {
    return (
      <EmptyState icon={<PersonSearch24Regular />} title="Whom or what are you asking about?">
        Type a few letters of a name. You see what the SIS says, what Canvas has, and which rule decides.
      </EmptyState>
    );
  }
  if (records.length === 0) {
    return (
      <EmptyState title={`Nothing called “${text}”`}>
        Neither what was synced nor the newest preview has it. A record the SIS added since then is found after the next preview.
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.found} aria-label="Found records" tabIndex={0}>
      <ul>
        {records.map((record) => (
          <li key={`${record.collection} ${record.sourcedId}`}>
            <button
              type="button"
              className={styles.record}
              data-record={record.sourcedId}
              aria-pressed={asked === record.sourcedId}
              onClick={(event) => onAsk(record, event.detail === 0)}
            >
              <span className={styles.label}>{record.label}</span>
              <span className={styles.facts}>{facts(record)}</span>
              {record.from === 'synced' ? null : (
                <Tag tone={record.from === 'preview' ? 'brand' : 'warning'}>
                  {record.from === 'preview' ? 'In the preview' : 'Left out'}
                </Tag>
              )}
            </button>
          </li>
        ))}
      </ul>
      {more ? <p className={styles.more}>There are more. Another word narrows it down.</p> : null}
    </section>
  );
}

function facts({ entity, detail, schoolName }: FoundRecord): string {
  return [entity === 'section' ? 'class' : entityNouns[entity].one, detail, schoolName].filter((fact) => fact !== '').join(' · ');
}
