import styles from './SetupScreen.module.css';
import { StepForm } from './StepForm.tsx';
import { SecretField, TextField } from './TextField.tsx';

/** Where Canvas is and the token to write with. */
export function CanvasStep() {
  return (
    <StepForm
      step="canvas"
      title="Canvas"
      lead="Where schools, people and classes are kept in step. Nothing is written without your approval."
    >
      {(problems) => (
        <>
          <section className={styles.help} aria-label="How to get an access token">
            <h2>How to get an access token</h2>
            <ol>
              <li>
                Make an account for this purpose in Canvas, for example “Rosterbridge service”, with the role of account admin.
              </li>
              <li>Sign in as it, open Account › Settings and choose “New Access Token”.</li>
              <li>Purpose: Rosterbridge. Note its end date: when the token ends, syncs stop until you give a new one.</li>
              <li>Copy the token at once; Canvas shows it only this one time.</li>
            </ol>
            <p>The account needs the permissions to manage SIS data, to import SIS data and to see reports.</p>
          </section>
          <div className={styles.fields}>
            <TextField
              field="canvasUrl"
              label="Canvas address"
              placeholder="https://yourdistrict.instructure.com"
              problems={problems}
            />
            <SecretField
              field="canvasToken"
              label="Access token"
              hint="Kept in this computer's keyring, never shown again."
              problems={problems}
            />
          </div>
        </>
      )}
    </StepForm>
  );
}
