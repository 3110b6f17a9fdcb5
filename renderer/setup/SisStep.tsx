import { Dropdown, Field, Option, Radio, RadioGroup } from '@fluentui/react-components';
import type { SisAuth } from '../../shared/district.ts';
import { useSetup } from '../state/setup.ts';
import type { Problems } from '../state/setup-form.ts';
import { caseOf, keysOf } from '../ui/keys.ts';
import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';
import { SecretField, TextField } from './TextField.tsx';

const methods: Readonly<Record<SisAuth, string>> = {
  auto: 'Find out by itself',
  oauth2: 'OAuth 2',
  'oauth1-sha1': 'OAuth 1.0a, SHA-1',
  'oauth1-sha256': 'OAuth 1.0a, SHA-256',
};

/** Where the SIS is and how to sign in to it; Focus first. */
export function SisStep() {
  const sis = useSetup((state) => state.form.sis);
  const type = useSetup((state) => state.type);
  return (
    <StepForm step="sis" title="Your SIS" lead="Where schools, people and classes come from. Rosterbridge only reads them here.">
      {(problems) => (
        <>
          <div className={styles.fields}>
            <Field label="Which SIS do you use?">
              <RadioGroup
                layout="horizontal"
                value={sis}
                onChange={(_, { value }) => type({ sis: value === 'focus' ? 'focus' : 'other' })}
              >
                <Radio value="focus" label="Focus School Software" />
                <Radio value="other" label="Another SIS with OneRoster 1.1" />
              </RadioGroup>
            </Field>
          </div>
          {sis === 'focus' ? <FocusHelp /> : <OtherHelp />}
          <div className={styles.fields}>
            <TextField field="name" label="Name of your district" problems={problems} />
            <TextField
              field="sisUrl"
              label="API URL"
              placeholder={
                sis === 'focus'
                  ? 'https://yourdistrict.focusschoolsoftware.com/focus/api/1.0'
                  : 'https://sis.yourdistrict.org/ims/oneroster/v1p1'
              }
              problems={problems}
            />
            <TextField field="sisKey" label="Client key" problems={problems} />
            <SecretField
              field="sisSecret"
              label="Client secret"
              hint="Kept in this computer's keyring, never shown again."
              problems={problems}
            />
          </div>
          <More problems={problems} />
        </>
      )}
    </StepForm>
  );
}

function FocusHelp() {
  return (
    <section className={styles.help} aria-label="Where to find these in Focus">
      <h2>Where to find these in Focus</h2>
      <ol>
        <li>Sign in to Focus as an administrator and open Setup › Third Party Systems.</li>
        <li>Add a system named Rosterbridge, or open the one you have.</li>
        <li>Choose the API dialect “OneRoster”, read access, and the schools you want.</li>
        <li>Copy API URL, client key and client secret from there.</li>
      </ol>
    </section>
  );
}

function OtherHelp() {
  return (
    <section className={styles.help} aria-label="What to ask your SIS for">
      <h2>What to ask your SIS for</h2>
      <ul>
        <li>A OneRoster 1.1 connection for rostering with read access to all schools you want.</li>
        <li>Its base address, client key (also called client id) and client secret.</li>
      </ul>
    </section>
  );
}

function More({ problems }: { readonly problems: Problems }) {
  const auth = useSetup((state) => state.form.sisAuth);
  const type = useSetup((state) => state.type);
  return (
    <details className={styles.more}>
      <summary>More options for signing in</summary>
      <div className={styles.fields}>
        <Field label="Way of signing in">
          <Dropdown
            inlinePopup
            value={methods[auth]}
            selectedOptions={[auth]}
            onOptionSelect={(_, { optionValue }) => type({ sisAuth: caseOf(keysOf(methods), optionValue) ?? 'auto' })}
          >
            {keysOf(methods).map((method) => (
              <Option key={method} value={method}>
                {methods[method]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <TextField
          field="sisTokenUrl"
          label="Token address"
          hint="Leave empty unless your SIS names one."
          required={false}
          problems={problems}
        />
      </div>
    </details>
  );
}
