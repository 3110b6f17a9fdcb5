import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useSetup } from '../state/setup.ts';
import type { Problems } from '../state/setup-form.ts';
import { DeveloperKeyFields } from './DeveloperKeyFields.tsx';
import { LiveTest } from './LiveTest.tsx';
import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';
import { SecretField, TextField } from './TextField.tsx';

/** Where Canvas is and how to sign in to it: with a developer key, or with a token somebody made by hand. */
export function CanvasStep() {
  const way = useSetup((state) => state.form.canvasWay);
  const type = useSetup((state) => state.type);
  return (
    <StepForm
      step="canvas"
      title="Canvas"
      lead="Where schools, people and classes are kept in step. Nothing is written without your approval."
    >
      {(problems) => (
        <>
          <div className={styles.fields}>
            <TextField
              field="canvasUrl"
              label="Canvas address"
              placeholder="https://yourdistrict.instructure.com"
              problems={problems}
            />
            <Field label="How does Rosterbridge sign in?">
              <RadioGroup value={way} onChange={(_, { value }) => type({ canvasWay: value === 'key' ? 'key' : 'token' })}>
                <Radio value="token" label="With an access token: quick to make, ends on its date" />
                <Radio value="key" label="With a developer key: you sign in in the browser, and it is renewed by itself" />
              </RadioGroup>
            </Field>
          </div>
          {way === 'key' ? <DeveloperKeyFields problems={problems} /> : <TokenFields problems={problems} />}
          <LiveTest side="canvas" />
        </>
      )}
    </StepForm>
  );
}

function TokenFields({ problems }: { readonly problems: Problems }) {
  return (
    <>
      <section className={styles.help} aria-label="How to get an access token">
        <h2>How to get an access token</h2>
        <ol>
          <li>Make an account for this purpose in Canvas, for example “Rosterbridge service”, with the role of account admin.</li>
          <li>Sign in as it, open Account › Settings and choose “New Access Token”.</li>
          <li>Purpose: Rosterbridge. Note its end date: when the token ends, syncs stop until you give a new one.</li>
          <li>Copy the token at once; Canvas shows it only this one time.</li>
        </ol>
        <p>The account needs the permissions to manage SIS data, to import SIS data and to see reports.</p>
      </section>
      <div className={styles.fields}>
        <SecretField
          field="canvasToken"
          label="Access token"
          hint="Kept in this computer's keyring, never shown again."
          problems={problems}
        />
      </div>
    </>
  );
}
