import { Dropdown, Field, Option, Radio, RadioGroup } from '@fluentui/react-components';
import type { SisAuth } from '../../shared/district.ts';
import { sisProfileWords } from '../../shared/sis-profile-words.ts';
import type { SisProfileName } from '../../shared/sis-profiles.ts';
import { useSetup } from '../state/setup.ts';
import type { Problems } from '../state/setup-form.ts';
import { caseOf, keysOf } from '../ui/keys.ts';
import { LiveTest } from './LiveTest.tsx';
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
                value={sis === 'focus' ? 'focus' : 'other'}
                onChange={(_, { value }) => type({ sis: value === 'focus' ? 'focus' : 'generic' })}
              >
                <Radio value="focus" label="Focus School Software" />
                <Radio value="other" label="Another SIS with OneRoster 1.1" />
              </RadioGroup>
            </Field>
            {sis === 'focus' ? null : <OtherSis />}
          </div>
          <Where sis={sis} />
          <div className={styles.fields}>
            <TextField field="name" label="Name of your district" problems={problems} />
            <TextField field="sisUrl" label="API URL" placeholder={sisProfileWords[sis].example} problems={problems} />
            <TextField field="sisKey" label="Client key" problems={problems} />
            <SecretField
              field="sisSecret"
              label="Client secret"
              hint="Kept in this computer's keyring, never shown again."
              problems={problems}
            />
          </div>
          <More problems={problems} />
          <LiveTest side="sis" />
        </>
      )}
    </StepForm>
  );
}

/** Which other SIS it is: the app then tries that product's ways first. */
function OtherSis() {
  const sis = useSetup((state) => state.form.sis);
  const type = useSetup((state) => state.type);
  return (
    <Field label="Which one?">
      <Dropdown
        inlinePopup
        value={titleOf(sis)}
        selectedOptions={[sis]}
        onOptionSelect={(_, { optionValue }) => type({ sis: others.find((one) => one === optionValue) ?? 'generic' })}
      >
        {others.map((one) => (
          <Option key={one} value={one}>
            {titleOf(one)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

const others: readonly SisProfileName[] = ['generic', 'infinite-campus', 'aeries', 'classlink'];

function titleOf(sis: SisProfileName): string {
  return sis === 'generic' ? 'Not in this list' : sisProfileWords[sis].title;
}

function Where({ sis }: { readonly sis: SisProfileName }) {
  const { title, where } = sisProfileWords[sis];
  const heading = sis === 'generic' ? 'What to ask your SIS for' : `Where to find these in ${sis === 'focus' ? 'Focus' : title}`;
  return (
    <section className={styles.help} aria-label={heading}>
      <h2>{heading}</h2>
      <ol>
        {where.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
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
