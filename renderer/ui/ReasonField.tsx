import { Field, Textarea } from '@fluentui/react-components';

interface Props {
  readonly value: string;
  /** Somebody tried to go on without one. */
  readonly missing: boolean;
  onChange(value: string): void;
}

/** Decisions that must be understood later carry a reason. */
export function ReasonField({ value, missing, onChange }: Props) {
  return (
    <Field
      label="Why is this right?"
      required
      hint="Kept in the sync log with your decision."
      {...(missing
        ? { validationMessage: 'Write a reason, so that it can be understood later.', validationState: 'error' as const }
        : {})}
    >
      <Textarea value={value} maxLength={1000} rows={3} onChange={(_, data) => onChange(data.value)} />
    </Field>
  );
}
