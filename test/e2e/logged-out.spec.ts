import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { folderWithin, launchApp, newUserDataDir } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { startLookalikeCanvas } from '../helpers/lookalike-canvas.ts';

test('a start with nobody signed in: the files for systemd are saved, and the steps say what to do with them', async () => {
  test.skip(!existsSync('/usr/bin/systemd-creds'), 'offered where systemd can keep sealed secrets');
  const practice = await startPracticeDistrict({ students: 40, seed: 3, clean: true });
  const canvas = await startLookalikeCanvas(practice.canvas.url);
  const userDataDir = newUserDataDir();
  const folder = folderWithin(userDataDir, 'setup');
  const { app, window } = await launchApp({ userDataDir });
  try {
    await connectInWindow(window, 'Evergreen', { ...practice, canvas: { ...practice.canvas, url: canvas.url } });
    await window.getByRole('navigation', { name: 'Main' }).getByText('Schedule', { exact: true }).click();
    const panel = window.getByRole('region', { name: 'When nobody is signed in' });
    await expect(panel.getByText('systemd can start the sync')).toBeVisible();
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await panel.getByRole('button', { name: 'Save the set-up files…' }).click();
    await expect(panel.getByText('Saved in “setup”.')).toBeVisible();
    const [service = '', timer = ''] = ['.service', '.timer'].map((end) =>
      readdirSync(folder).find((name) => name.endsWith(end)),
    );
    expect(readdirSync(folder).sort()).toEqual(['install.sh', service, timer].sort());
    expect(readFileSync(join(folder, timer), 'utf8')).toMatch(/^OnCalendar=\*-\*-\* 02:00:00 \S+$/m);
    expect(readFileSync(join(folder, service), 'utf8')).toContain(`--user-data-dir=${userDataDir}`);
    await expect(panel.locator('code').first()).toContainText(/ secrets \| sudo sh \.\/install\.sh$/);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const secret of [practice.sis.secret, practice.canvas.token]) expect(text).not.toContain(secret);
    }
    await panel.scrollIntoViewIfNeeded();
    await expectHealthy(window, 'schedule-logged-out');
  } finally {
    await app.close();
    await canvas.close();
    await practice.close();
  }
});
