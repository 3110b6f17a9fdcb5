import { Radio, RadioGroup } from '@fluentui/react-components';
import type { Evaluation, Match, MatchDecision } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import { useContact } from '../state/contact.ts';
import { SidePanel } from '../ui/SidePanel.tsx';
import panel from '../ui/side-panel.module.css';
import { recordWord } from '../ui/words.ts';
import styles from './contact.module.css';
import { gradeWords, traitsText } from './contact-words.ts';

interface Props {
  readonly district: District;
  readonly evaluation: Evaluation;
  readonly match: Match;
  readonly takeFocus: boolean;
  onClose(): void;
}

/** One match in full: both sides, what would happen otherwise, and the decision. */
export function MatchPanel({ district, evaluation, match, takeFocus, onClose }: Props) {
  return (
    <SidePanel label="Match in detail" title={match.label} takeFocus={takeFocus} onClose={onClose}>
      <p>
        <strong>{gradeWords[match.grade]}</strong>
        {match.detail ? <span className={styles.detail}> {match.detail}</span> : null}
      </p>
      {match.schoolName ? <p className={panel.quiet}>Belongs to: {match.schoolName}</p> : null}
      {match.source ? (
        <p className={panel.quiet}>
          The {recordWord(match.source.collection)} record in the SIS with the number{' '}
          <span className={panel.number}>{match.source.sourcedId}</span>
        </p>
      ) : null}
      <section className={panel.part}>
        <h3>Without a decision</h3>
        <p>{match.otherwise}</p>
      </section>
      {match.candidates.length > 0 ? (
        <Decide match={match} disabled={evaluation.reviewed !== null} district={district} evaluation={evaluation} />
      ) : null}
    </SidePanel>
  );
}

const APART = 'separate';
const SAME = 'same';

function Decide({
  match,
  disabled,
  district,
  evaluation,
}: {
  readonly match: Match;
  readonly disabled: boolean;
  readonly district: District;
  readonly evaluation: Evaluation;
}) {
  const choose = useContact((state) => state.choose);
  const { decision, candidates, grade } = match;
  const value = decision === null ? '' : decision.kind === 'adopt' ? `link ${decision.canvasId}` : decision.kind;
  const decide = (chosen: string) => {
    const decided: MatchDecision =
      chosen === APART ? { kind: 'separate' } : chosen === SAME ? { kind: 'same' } : { kind: 'adopt', canvasId: chosen.slice(5) };
    void choose(district.id, { kind: 'one', evaluation: evaluation.number, match: match.number, decision: decided });
  };
  return (
    <section className={panel.part}>
      <h3 id="decide">What is it in Canvas?</h3>
      <RadioGroup aria-labelledby="decide" value={value} disabled={disabled} onChange={(_, { value: chosen }) => decide(chosen)}>
        {candidates.map((candidate) => (
          <Radio
            key={candidate.canvasId}
            value={grade === 'collision' ? SAME : `link ${candidate.canvasId}`}
            label={
              <>
                {grade === 'collision' ? 'The same: ' : 'Link to '}
                {candidate.label} <span className={styles.detail}>{candidate.detail}</span>
                <span className={styles.line}>
                  Agrees in: {traitsText(candidate.traits)}.{' '}
                  {candidate.sisId === '' ? 'No SIS id yet.' : `SIS id now: ${candidate.sisId}.`}
                </span>
              </>
            }
          />
        ))}
        <Radio
          value={APART}
          label={grade === 'collision' ? 'Something else: nothing is written to it' : 'Something else: keep them apart'}
        />
      </RadioGroup>
    </section>
  );
}
