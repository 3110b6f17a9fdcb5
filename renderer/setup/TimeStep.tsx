import { Field } from '@fluentui/react-components';
import { useSetup } from '../state/setup.ts';
import { ZoneBox } from '../ui/ZoneBox.tsx';
import { fieldId } from './field-id.ts';
import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';

/** The district's own time zone. How end dates are read is asked later, with an example of its own. */
export function TimeStep() {
  return (
    <StepForm
      step="time"
      title="Time zone"
      lead="Days begin and end in your district's own time, wherever Canvas or this computer are."
    >
      {(problems) => (
        <div className={styles.fields}>
          <ZoneField problem={problems.timeZone} />
        </div>
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
