import { Field, Input } from '@fluentui/react-components';

interface Props {
  readonly value: string;
  /** Somebody tried to go on without one. */
  readonly missing: boolean;
  readonly hint: string;
  onChange(value: string): void;
}

/** Decisions that others must be able to ask about later carry a name. */
export function NameField({ value, missing, hint, onChange }: Props) {
  return (
    <Field
      label="Your name"
      required
      hint={hint}
      {...(missing ? { validationMessage: 'Write your name.', validationState: 'error' as const } : {})}
    >
      <Input value={value} maxLength={200} onChange={(_, data) => onChange(data.value)} />
    </Field>
  );
}
