import { Input, Link } from '@fluentui/react-components';
import type { SettingCount } from '../../shared/setting-counts.ts';
import { CountedChoices } from './CountedChoices.tsx';
import { CountLine } from './CountLine.tsx';
import type { ControlProps } from './SettingControl.tsx';
import styles from './settings.module.css';
import { sourceParts } from './value-words.ts';

const own = { userIds: 'Another number of the person, by its type', metadata: 'A field of the SIS’ own, by its name' } as const;

/** Where an id comes from: a field everybody knows, or one that the district names itself (ROSTER-RULES B). */
export function SourceControl({
  setting,
  value,
  counts,
  labelledBy,
  describedBy,
  onChange,
  options,
}: ControlProps & { readonly options: Readonly<Record<string, string>> }) {
  const counted = counts?.counts[setting]?.options ?? {};
  const { field, name } = sourceParts(String(value));
  return (
    <>
      <CountedChoices
        {...{ counted, labelledBy, describedBy }}
        options={{ ...options, ...own }}
        value={field}
        onChange={(option) => onChange(option in own ? `${option}:${name}` : option)}
      />
      {field in own ? (
        <Input
          aria-label={
            field === 'userIds' ? 'Type of the number, as the SIS spells it' : 'Name of the field, as the SIS spells it'
          }
          aria-describedby={describedBy}
          className={styles.text ?? ''}
          value={name}
          spellCheck={false}
          maxLength={200}
          onChange={(_, data) => onChange(`${field}:${data.value}`)}
        />
      ) : null}
      {field in own ? <Found counted={counted} field={field} onChoose={onChange} /> : null}
    </>
  );
}

interface FoundProps {
  readonly counted: Readonly<Record<string, SettingCount>>;
  readonly field: string;
  onChoose(source: string): void;
}

/** What the SIS has of this kind, to be chosen instead of typed. */
function Found({ counted, field, onChoose }: FoundProps) {
  const sources = Object.entries(counted).filter(([source]) => source.startsWith(`${field}:`));
  if (sources.length === 0) return null;
  return (
    <ul className={styles.sources} aria-label="In your SIS">
      {sources.map(([source, count]) => (
        <li key={source}>
          <Link as="button" type="button" onClick={() => onChoose(source)}>
            {sourceParts(source).name}
          </Link>{' '}
          <CountLine count={count} />
        </li>
      ))}
    </ul>
  );
}
