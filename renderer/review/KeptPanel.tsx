import { Button } from '@fluentui/react-components';
import type { Kept } from '../../shared/kept.ts';
import { WhyButton } from '../lookup/WhyButton.tsx';
import { useKept } from '../state/kept.ts';
import type { AskedRecord } from '../state/look-up.ts';
import { keptFields, keptWhyWords } from '../ui/kept-words.ts';
import { SidePanel } from '../ui/SidePanel.tsx';
import panel from '../ui/side-panel.module.css';
import { changeSentence, fieldWord, placeWord, recordWord, valueWord } from '../ui/words.ts';
import styles from './Kept.module.css';

interface Props {
  readonly row: Kept;
  readonly takeFocus: boolean;
  readonly decided: boolean;
  onOverwrite(): void;
  onAsk(record: AskedRecord): void;
  onClose(): void;
}

/** One kept row in full: what each side says, what a sync wrote last, why it stays, and the choice. */
export function KeptPanel({ row, takeFocus, decided, onOverwrite, onAsk, onClose }: Props) {
  return (
    <SidePanel label="Kept record in detail" title={row.label} takeFocus={takeFocus} onClose={onClose}>
      <p>
        <strong>{keptWhyWords[row.why]}</strong>
      </p>
      <Values row={row} />
      <section className={panel.part}>
        <h3>Why it stays</h3>
        <p>
          {row.reason.text} <span className={panel.quiet}>Rule {row.reason.rule}</span>
        </p>
        <WhyButton source={row.source} label={row.label} onAsk={onAsk} />
      </section>
      <Overwriting row={row} decided={decided} onOverwrite={onOverwrite} />
      <section className={panel.part}>
        <h3>Where it comes from</h3>
        {row.source ? (
          <p>
            The {recordWord(row.source.collection)} record in the SIS with the number{' '}
            <span className={panel.number}>{row.source.sourcedId}</span>
          </p>
        ) : (
          <p>The SIS has no record of it any more.</p>
        )}
        <p className={panel.quiet}>Belongs to: {placeWord(row.schoolName)}</p>
      </section>
    </SidePanel>
  );
}

function Values({ row }: { readonly row: Kept }) {
  return (
    <section className={panel.part}>
      <h3>What each side says</h3>
      {keptFields(row).map((field) => (
        <div key={field}>
          <h4 className={styles.field}>{fieldWord(field, row.entity)}</h4>
          <dl className={styles.values}>
            <div>
              <dt>In Canvas</dt>
              <dd>{row.inCanvas === null ? 'not there' : valueWord(field, row.inCanvas[field])}</dd>
            </div>
            <div>
              <dt>In the SIS</dt>
              <dd>{valueWord(field, row.inSis[field])}</dd>
            </div>
            {row.lastSynced[field] === undefined ? null : (
              <div>
                <dt>Last sync</dt>
                <dd>{valueWord(field, row.lastSynced[field])}</dd>
              </div>
            )}
          </dl>
        </div>
      ))}
    </section>
  );
}

function Overwriting({ row, decided, onOverwrite }: Pick<Props, 'row' | 'decided' | 'onOverwrite'>) {
  const reason = useKept((state) => state.overrides.get(row.number));
  const leave = useKept((state) => state.leave);
  if (row.obstacle !== '') {
    return (
      <section className={panel.part}>
        <h3>It cannot be overwritten now</h3>
        <p className={panel.held}>{row.obstacle}</p>
      </section>
    );
  }
  if (decided) return null;
  return (
    <section className={panel.part}>
      <h3>If you overwrite it</h3>
      <p>
        {row.action === 'update'
          ? 'Canvas gets the values of the SIS. Everything else of the record stays.'
          : changeSentence(row.entity, row.action, row.how)}
      </p>
      {reason === undefined ? (
        <div>
          <Button size="small" onClick={onOverwrite}>
            Overwrite in Canvas…
          </Button>
        </div>
      ) : (
        <>
          <p className={styles.decision}>Will be overwritten when you apply: {reason}</p>
          <div>
            <Button size="small" onClick={() => leave([row.number])}>
              Leave it as it is
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
