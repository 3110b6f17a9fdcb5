import { Button } from '@fluentui/react-components';
import { PersonSearch24Regular } from '@fluentui/react-icons/svg/person-search';
import { type ReactNode, useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { FoundRecord } from '../../shared/explain.ts';
import { useLookUp } from '../state/look-up.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { Tag, type TagTone } from '../ui/Tag.tsx';
import { entityNouns } from '../ui/words.ts';
import styles from './lookup.module.css';
import { RecordPanel } from './RecordPanel.tsx';

/** "What about this person, this class?": found by name, login or id, and explained. */
export function LookUpScreen({ district }: { readonly district: District }) {
  const { of, text, records, more, sis, sisTrouble, failure, asked, enter, search, ask } = useLookUp();
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
      {sisTrouble === null ? null : (
        <Notice tone="warning" title="The SIS could not be asked">
          {sisTrouble}
        </Notice>
      )}
      <div className={styles.split}>
        <Found
          records={records}
          more={more}
          text={text}
          asked={asked?.sourcedId ?? null}
          sis={sis}
          askSis={
            sis === 'asked' ? null : (
              <Button size="small" disabledFocusable={sis === 'asking'} onClick={() => void search(district.id, text, true)}>
                {sis === 'asking' ? 'Asking the SIS…' : 'Ask the SIS as well'}
              </Button>
            )
          }
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
  readonly sis: 'no' | 'asking' | 'asked';
  /** The button that asks the SIS as well; nothing once it was. */
  readonly askSis: ReactNode;
  onAsk(record: FoundRecord, keyboard: boolean): void;
}

function Found({ records, more, text, asked, sis, askSis, onAsk }: FoundProps) {
  if (records === null) {
    return (
      <EmptyState icon={<PersonSearch24Regular />} title="Whom or what are you asking about?">
        Type a few letters of a name. You see what the SIS says, what Canvas has, and which rule decides.
      </EmptyState>
    );
  }
  if (records.length === 0) {
    return (
      <EmptyState title={`Nothing called “${text}”`} actions={askSis}>
        {sis === 'asked'
          ? 'Neither the SIS nor what was synced nor the newest preview has it.'
          : 'Neither what was synced nor the newest preview has it. The SIS may know it all the same.'}
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
              {record.from === 'synced' ? null : <Tag tone={origins[record.from].tone}>{origins[record.from].word}</Tag>}
            </button>
          </li>
        ))}
      </ul>
      {more ? <p className={styles.more}>There are more. Another word narrows it down.</p> : null}
      {askSis ? <div className={styles.more}>{askSis}</div> : null}
    </section>
  );
}

const origins: Readonly<Record<FoundRecord['from'], { readonly word: string; readonly tone: TagTone }>> = {
  synced: { word: 'Synced', tone: 'good' },
  preview: { word: 'In the preview', tone: 'brand' },
  'left-out': { word: 'Left out', tone: 'warning' },
  sis: { word: 'Only in the SIS', tone: 'neutral' },
};

function facts({ entity, detail, schoolName }: FoundRecord): string {
  return [entity === 'section' ? 'class' : entityNouns[entity].one, detail, schoolName].filter((fact) => fact !== '').join(' · ');
}
