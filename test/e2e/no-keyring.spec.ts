import { expect, test } from '@playwright/test';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import type { Bridge } from '../../shared/bridge.ts';
import { launchApp, newUserDataDir } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { startLookalikeCanvas } from '../helpers/lookalike-canvas.ts';

test('without a real keyring the app says so and stores no credentials; the practice district still works', async () => {
  test.skip(process.platform !== 'linux', 'only Linux may lack a keyring');
  const practice = await startPracticeDistrict({ students: 40, seed: 2, clean: true });
  const lookalike = await startLookalikeCanvas(practice.canvas.url);
  const { app, window, complaints } = await launchApp({ userDataDir: newUserDataDir(), passwordStore: 'basic' });
  const button = (name: string) => window.getByRole('button', { name });
  const fill = (label: string, value: string) => window.getByLabel(new RegExp(`^${label}`)).fill(value);
  try {
    await button('Connect my district').click();
    await expect(window.getByText('Secrets cannot be stored safely on this computer')).toBeVisible();
    await expectHealthy(window, 'setup-no-keyring');
    await fill('Name of your district', 'Evergreen');
    await fill('API URL', practice.sis.url);
    await fill('Client key', practice.sis.key);
    await fill('Client secret', practice.sis.secret);
    await button('Next').click();
    await fill('Canvas address', lookalike.url);
    await fill('Access token', practice.canvas.token);
    await button('Next').click();
    await button('Next').click();
    await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
    await expect(button('Save and continue')).toBeDisabled();

    // A page that asks all the same is refused by the vault, not only by the button.
    const refused = await window.evaluate(
      ([sis, canvas]) =>
        (globalThis as unknown as { rosterbridge: Bridge }).rosterbridge.shell.connect({
          district: null,
          name: 'Evergreen',
          timeZone: 'America/Denver',
          sisUrl: sis.url,
          sisKey: sis.key,
          sisSecret: sis.secret,
          sisAuth: 'auto',
          sisTokenUrl: '',
          canvasUrl: canvas.url,
          canvasToken: canvas.token,
        }),
      [practice.sis, { url: lookalike.url, token: practice.canvas.token }] as const,
    );
    expect(refused).toMatchObject({
      ok: false,
      failure: { message: 'The SIS secret and the Canvas token cannot be kept safely on this computer.' },
    });
  } finally {
    await app.close();
    await lookalike.close();
    await practice.close();
  }
  expect(complaints).toEqual([]);
});
