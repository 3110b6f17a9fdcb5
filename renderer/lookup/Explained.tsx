import { Link } from '@fluentui/react-components';
import { EntityKind, type Fields } from '../../shared/entities.ts';
import type { ExplainedState, Explanation } from '../../shared/explain.ts';
import { explainedWords } from '../../shared/explain-words.ts';
import fieldStyles from '../review/FieldList.module.css';
import { FieldList } from '../review/FieldList.tsx';
import { visit } from '../state/navigation.ts';
import { ChangeBadge } from '../ui/ChangeBadge.tsx';
import { Notice } from '../ui/Notice.tsx';
import panel from '../ui/side-panel.module.css';
import { Tag, type TagTone } from '../ui/Tag.tsx';
import {
  changeSentence,
  entityNouns,
  fieldRank,
  fieldWord,
  isReference,
  isShownField,
  recordWord,
  valueWord,
} from '../ui/words.ts';
import { RemoveButton } from './RemoveButton.tsx';
import type { Place } from './removal.ts';
import { sisFieldWord, sisValueWord } from './sis-words.ts';

const tags: Readonly<Record<ExplainedState, { readonly word: string; readonly tone: TagTone }>> = {
  change: { word: 'Changes', tone: 'brand' },
  held: { word: 'Held', tone: 'warning' },
  waiting: { word: 'Waits', tone: 'warning' },
  kept: { word: 'Kept', tone: 'neutral' },
  frozen: { word: 'Ended', tone: 'neutral' },
  filtered: { word: 'Left out', tone: 'warning' },
  settled: { word: 'In step', tone: 'good' },
  'not-ours': { word: 'Not ours', tone: 'neutral' },
  unknown: { word: 'Unknown', tone: 'neutral' },
};

interface Props {
  readonly explanation: Explanation;
  /** Asked from a change: that one is known already. */
  readonly inReview: boolean;
  onRemove(place: Place): void;
}

/** Why a record changes Canvas, or why not: the verdict, its rules, and what each side has. */
export function Explained({ explanation, inReview, onRemove }: Props) {
  const { state, reasons, record, sisTrouble } = explanation;
  return (
    <>
      <div>
        <Tag tone={tags[state].tone}>{tags[state].word}</Tag>
        <p className={panel.sentence}>
          <strong>{explainedWords[state]}</strong>
        </p>
      </div>
      <section className={panel.part}>
        <h3>Why</h3>
        {reasons.map(({ rule, text }) => (
          <p key={`${rule} ${text}`}>
            {text} <span className={panel.quiet}>Rule {rule}</span>
          </p>
        ))}
      </section>
      {sisTrouble === null ? null : (
        <Notice tone="warning" title="The SIS did not answer just now">
          What is stored here still tells. {sisTrouble}
        </Notice>
      )}
      {inReview && explanation.changes.length < 2 ? null : <Wanted explanation={explanation} inReview={inReview} />}
      <section className={panel.part}>
        <h3>In the SIS now</h3>
        <p className={panel.quiet}>
          {recordWord(record.collection)} <span className={panel.number}>{record.sourcedId}</span>
        </p>
        <InSis explanation={explanation} />
      </section>
      <InCanvas explanation={explanation} onRemove={onRemove} />
    </>
  );
}

/** What the newest preview would do about it, field by field. */
function Wanted({ explanation: { changes, plan }, inReview }: Omit<Props, 'onRemove'>) {
  if (changes.length === 0) return null;
  return (
    <section className={panel.part}>
      <h3>What the newest preview does</h3>
      {changes.map((change) => (
        <div key={`${plan} ${change.seq}`}>
          <ChangeBadge action={change.action} how={change.how} />
          <p className={panel.sentence}>{changeSentence(change.entity, change.action, change.how)}</p>
          <FieldList change={change} />
        </div>
      ))}
      {inReview ? null : (
        <div>
          <Link as="button" onClick={() => visit({ name: 'review' })}>
            Go to the review
          </Link>
        </div>
      )}
    </section>
  );
}

function InSis({ explanation: { inSis, sisTrouble } }: { readonly explanation: Explanation }) {
  if (inSis === null) return <p>{sisTrouble === null ? 'The SIS names no such record.' : 'Could not be asked.'}</p>;
  return (
    <Values
      rows={Object.entries(inSis)
        .filter(([field]) => field !== 'sourcedId')
        .map(([field, value]) => [sisFieldWord(field), sisValueWord(value)])}
    />
  );
}

function InCanvas({ explanation, onRemove }: Pick<Props, 'explanation' | 'onRemove'>) {
  const { inCanvas } = explanation;
  if (inCanvas.length === 0) {
    return (
      <section className={panel.part}>
        <h3>In Canvas</h3>
        <p>Rosterbridge never wrote it.</p>
      </section>
    );
  }
  return inCanvas.map((place) => {
    const { entity, sisId, lastSynced, confirmed } = place;
    const kind = EntityKind.parse(entity);
    return (
      <section key={`${entity} ${sisId}`} className={panel.part}>
        <h3>In Canvas: {entityNouns[kind].one}</h3>
        <p className={panel.quiet}>
          SIS id <span className={panel.number}>{sisId.replaceAll('\u001f', ' · ')}</span>
        </p>
        {lastSynced === null ? (
          <p>Never written by Rosterbridge.</p>
        ) : (
          <>
            <p className={panel.quiet}>{confirmed ? 'Written, and seen in Canvas:' : 'Sent, but not yet seen in Canvas:'}</p>
            <Values rows={canvasRows(kind, lastSynced)} />
            <RemoveButton explanation={explanation} place={place} onRemove={() => onRemove(place)} />
          </>
        )}
      </section>
    );
  });
}

function canvasRows(entity: EntityKind, fields: Fields): readonly (readonly [string, string])[] {
  return Object.entries(fields)
    .filter(([field, value]) => value !== '' && isShownField(field, entity) && !isReference(field))
    .sort(([a], [b]) => fieldRank(a) - fieldRank(b))
    .map(([field, value]) => [fieldWord(field, entity), valueWord(field, value)]);
}

function Values({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={fieldStyles.fields}>
      {rows.map(([word, value]) => (
        <div key={word} className={fieldStyles.row}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
