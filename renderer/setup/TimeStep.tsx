import { Combobox, Field, Option } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { useSetup } from '../state/setup.ts';
import { findZones, zoneLabel } from '../state/setup-form.ts';
import { fieldId } from './field-id.ts';
import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';

const shownAtMost = 60;

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
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const now = useMemo(() => new Date(), []);
  const [typed, setTyped] = useState<string | null>(null);
  const found = findZones(zones, typed ?? '', shownAtMost);
  return (
    <Field
      label="Time zone of your district"
      required
      hint="Filled in from this computer. Type a city to search."
      {...(problem ? { validationMessage: problem, validationState: 'error' as const } : {})}
    >
      <Combobox
        inlinePopup
        id={fieldId('timeZone')}
        value={typed ?? zoneLabel(zone, now)}
        selectedOptions={[zone]}
        onChange={(event) => setTyped(event.target.value)}
        onOptionSelect={(_, { optionValue }) => {
          // The kit also reports "nothing selected" while somebody types; only a chosen zone counts.
          if (!optionValue) return;
          type({ timeZone: optionValue });
          setTyped(null);
        }}
        onBlur={() => setTyped(null)}
      >
        {found.map((one) => (
          <Option key={one} value={one} text={zoneLabel(one, now)}>
            {zoneLabel(one, now)}
          </Option>
        ))}
        {found.length === 0 ? (
          <Option disabled value="" text="">
            No time zone matches
          </Option>
        ) : null}
      </Combobox>
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
