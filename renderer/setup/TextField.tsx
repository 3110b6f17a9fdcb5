import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useSetup } from '../state/setup.ts';
import type { FieldName, Problems } from '../state/setup-form.ts';
import { fieldId } from './field-id.ts';

interface Props {
  readonly field: FieldName;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly problems: Problems;
  readonly required?: boolean;
}

/** A typed value of the wizard; its problem stands below it and is read with it. */
export function TextField({ field, label, hint, placeholder, problems, required = true }: Props) {
  const value = useSetup((state) => state.form[field]);
  const type = useSetup((state) => state.type);
  return (
    <Field label={label} required={required} {...(hint ? { hint } : {})} {...shown(problems[field])}>
      <Input
        id={fieldId(field)}
        value={value}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        {...(placeholder ? { placeholder } : {})}
        onChange={(_, data) => type({ [field]: data.value })}
      />
    </Field>
  );
}

/** A secret: hidden unless asked for; paste and password managers work (WCAG 3.3.8). */
export function SecretField({ field, label, hint, problems }: Props) {
  const value = useSetup((state) => state.form[field]);
  const type = useSetup((state) => state.type);
  const [visible, setVisible] = useState(false);
  return (
    <Field label={label} required {...(hint ? { hint } : {})} {...shown(problems[field])}>
      <Input
        id={fieldId(field)}
        type={visible ? 'text' : 'password'}
        value={value}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        onChange={(_, data) => type({ [field]: data.value })}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            aria-pressed={visible}
            aria-label={`Show ${label.toLowerCase()}`}
            onClick={() => setVisible(!visible)}
          >
            {visible ? 'Hide' : 'Show'}
          </Button>
        }
      />
    </Field>
  );
}

function shown(problem: string | undefined): { validationMessage: string; validationState: 'error' } | object {
  return problem ? { validationMessage: problem, validationState: 'error' } : {};
}
