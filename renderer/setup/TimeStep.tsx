import { Field } from '@fluentui/react-components';
import { useSetup } from '../state/setup.ts';
import { ZoneBox } from '../ui/ZoneBox.tsx';
import { fieldId } from './field-id.ts';
import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';

/** The district's own time zone, and how end dates are read. */
export function TimeStep() {
  return (
    <StepForm
      step="time"
      title="Time zone and dates"
      lead="Days begin and end in your district's own time, wherever Canvas or this computer are."
    >
      {(problems) => (
        <>
          <div className={styles.fields}>
            <ZoneField problem={problems.timeZone} />
          </div>
          <EndDates />
        </>
      )}
    </StepForm>
  );
}

function ZoneField({ problem }: { readonly problem: string | undefined }) {
  const zone = useSetup((state) => state.form.timeZone);
  const type = useSetup((state) => state.type);
  return (
    <Field
      label="Time zone of your district"
      required
      hint="Filled in from this computer. Type a city to search."
      {...(problem ? { validationMessage: problem, validationState: 'error' as const } : {})}
    >
      <ZoneBox id={fieldId('timeZone')} zone={zone} onChange={(timeZone) => type({ timeZone })} />
    </Field>
  );
}

/** How dates are read by default, with an example, so that a wrong guess is seen before the first preview. */
function EndDates() {
  return (
    <section className={styles.example} aria-label="How end dates are read">
      <h2 className="visually-hidden">How end dates are read</h2>
      <p>
        <strong>Terms:</strong> the end date is the last day. A semester that ends on Friday, 18 December is open until the end of
        that Friday.
      </p>
      <p>
        <strong>Enrollments:</strong> the end date is the day after the last, as OneRoster says. A student whose enrollment ends
        on 18 December leaves the class when 17 December is over.
      </p>
      <p>The first preview shows what this means for your classes; nothing is written before you approve it.</p>
    </section>
  );
}
