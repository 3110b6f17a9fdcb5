import { Button } from '@fluentui/react-components';
import { canvasScopes } from '../../shared/canvas-scopes.ts';
import { redirectAddress, usualRedirectPort } from '../../shared/canvas-sign-in.ts';
import { useSetup } from '../state/setup.ts';
import { type Problems, problemsOf, redirectPortOf } from '../state/setup-form.ts';
import { CopyBox } from '../ui/CopyBox.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './SetupScreen.module.css';
import { SecretField, TextField } from './TextField.tsx';

/** A developer key: what to put into Canvas, what to bring from there, and the sign-in in the browser. */
export function DeveloperKeyFields({ problems }: { readonly problems: Problems }) {
  const port = useSetup((state) => redirectPortOf(state.form)) ?? usualRedirectPort;
  return (
    <>
      <section className={styles.help} aria-label="How to make a developer key">
        <h2>How to make a developer key</h2>
        <ol>
          <li>
            Sign in to Canvas as an admin of the whole account, open Admin › Developer Keys and choose “+ Developer Key”, “+ API
            Key”.
          </li>
          <li>Key name: Rosterbridge. Paste the redirect address below into “Redirect URIs”.</li>
          <li>
            If scopes are enforced, paste the scopes below and tick “Allow Include Parameters”. Client type: confidential, where
            Canvas asks.
          </li>
          <li>Save, switch the key on, and copy the number under “Details” and what “Show Key” shows.</li>
          <li>Sign in below as the account that is to do the work, for example “Rosterbridge service”, an account admin.</li>
        </ol>
      </section>
      <div className={styles.fields}>
        <CopyBox label="Redirect address" text={redirectAddress(port)} />
        <CopyBox label="Scopes" text={canvasScopes.join('\n')} rows={5} />
        <TextField field="clientId" label="Developer key id" placeholder="10000000000000" problems={problems} />
        <SecretField
          field="clientSecret"
          label="Developer key secret"
          hint="Kept in this computer's keyring, never shown again."
          problems={problems}
        />
        <details className={styles.more}>
          <summary>The redirect address is taken</summary>
          <TextField
            field="redirectPort"
            label="Port"
            hint="Change it only if another program on this computer uses it, and then in Canvas too."
            problems={problems}
          />
        </details>
      </div>
      <SignIn />
    </>
  );
}

function SignIn() {
  const { form, signingIn, signInFailure, signIn, cancelSignIn } = useSetup();
  const missing = Object.keys(problemsOf('canvas', { ...form, signedIn: { grant: '-', user: '' } })).length > 0;
  if (signingIn) {
    return (
      <Notice
        tone="info"
        title="Waiting for you in the browser"
        actions={<Button onClick={() => void cancelSignIn()}>Stop waiting</Button>}
      >
        Sign in to Canvas there and choose “Authorize”. Then come back here.
      </Notice>
    );
  }
  return (
    <>
      {signInFailure ? <FailureNotice failure={signInFailure} /> : null}
      {form.signedIn ? <Notice tone="good" title={`Signed in to Canvas as ${form.signedIn.user || 'an admin'}`} /> : null}
      <div className={styles.buttons}>
        <Button disabled={missing} onClick={() => void signIn()}>
          {form.signedIn ? 'Sign in again' : 'Sign in to Canvas'}
        </Button>
      </div>
    </>
  );
}
