import { expect } from '@playwright/test';
import type { Page } from 'playwright';

export interface Addresses {
  readonly sis: { readonly url: string; readonly key: string; readonly secret: string };
  readonly canvas: { readonly url: string; readonly token: string };
}

/** Walks through the set-up wizard as an admin would, up to the overview. */
export async function connectInWindow(window: Page, name: string, { sis, canvas }: Addresses): Promise<void> {
  const button = (text: string) => window.getByRole('button', { name: text });
  const fill = (label: string, value: string) => window.getByLabel(new RegExp(`^${label}`)).fill(value);
  await button('Connect my district').click();
  await fill('Name of your district', name);
  await fill('API URL', sis.url);
  await fill('Client key', sis.key);
  await fill('Client secret', sis.secret);
  await button('Next').click();
  await fill('Canvas address', canvas.url);
  await fill('Access token', canvas.token);
  await button('Next').click();
  await button('Next').click();
  await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
  await button('Save and continue').click();
  await button('Answer later').click({ timeout: 30_000 });
  await expect(window.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 30_000 });
}
