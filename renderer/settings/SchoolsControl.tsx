import { Checkbox, Radio, RadioGroup } from '@fluentui/react-components';
import { CountLine } from './CountLine.tsx';
import type { ControlProps } from './SettingControl.tsx';
import styles from './settings.module.css';

/** Every school, or chosen ones, each with its classes and people (ROSTER-RULES C1). */
export function SchoolsControl({ setting, value, counts, labelledBy, describedBy, onChange }: ControlProps) {
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const schools = counts?.schools ?? [];
  const counted = counts?.counts[setting]?.options ?? {};
  const some = chosen.length > 0;
  const gone = chosen.filter((school) => !schools.some(({ sourcedId }) => sourcedId === school));
  return (
    <div className={styles.schools}>
      <RadioGroup
        layout="horizontal"
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        value={some ? 'some' : 'every'}
        onChange={(_, data) => onChange(data.value === 'every' ? [] : schools.map(({ sourcedId }) => sourcedId))}
      >
        <Radio value="every" label="Every school" />
        <Radio value="some" label="Only these" disabled={schools.length === 0 && !some} />
      </RadioGroup>
      {some ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div role="group" aria-label="Chosen schools" className={styles.schoolList} tabIndex={0}>
          {schools.map(({ sourcedId, name }) => (
            <Checkbox
              key={sourcedId}
              checked={chosen.includes(sourcedId)}
              // Nothing chosen would mean every school.
              disabled={chosen.length === 1 && chosen[0] === sourcedId}
              label={
                <span className={styles.option}>
                  {name}
                  <CountLine count={counted[sourcedId] ?? null} />
                </span>
              }
              onChange={(_, { checked }) => onChange(toggled(chosen, sourcedId, checked === true))}
            />
          ))}
          {gone.map((school) => (
            <Checkbox
              key={school}
              checked
              label={<span className={styles.option}>{school} (no longer in the SIS)</span>}
              onChange={() => onChange(toggled(chosen, school, false))}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** In one order, so that the same schools are the same value. */
function toggled(chosen: readonly string[], school: string, on: boolean): readonly string[] {
  const others = chosen.filter((one) => one !== school);
  return on ? [...others, school].sort() : others;
}
