import { Button } from '@fluentui/react-components';
import { visit } from '../state/navigation.ts';
import { useSession } from '../state/session.ts';
import { Notice } from '../ui/Notice.tsx';

/** Said first, not after everything was typed: without a real keyring no credentials are stored (DESIGN §10). */
export function KeyringNotice() {
  const shell = useSession((state) => state.shell);
  if (!shell || shell.keyring.available) return null;
  const remedy =
    shell.platform === 'linux'
      ? 'Install and unlock a keyring (GNOME Keyring or KWallet), sign in to your desktop again, then restart Rosterbridge.'
      : 'Sign in to this computer with your own account, then restart Rosterbridge.';
  return (
    <Notice
      tone="warning"
      title="Secrets cannot be stored safely on this computer"
      actions={<Button onClick={() => visit({ name: 'welcome' })}>Use a practice district instead</Button>}
    >
      <p>{shell.keyring.explanation}</p>
      <p>What to do: {remedy}</p>
      <p>You can fill in and test the connection, but not save it here.</p>
    </Notice>
  );
}
