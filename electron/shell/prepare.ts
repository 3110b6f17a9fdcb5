import { app, protocol } from 'electron';
import { APP_SCHEME } from './app-protocol.ts';

/** What must be settled before the app is ready, for the window and for headless alike. */
export function prepareApp(): void {
  app.enableSandbox();
  // Without it Windows shows no notification of ours (electron-checklist §6); the same id as the installer's.
  if (process.platform === 'win32') app.setAppUserModelId('org.rosterbridge.desktop');
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // School filters work on DNS: never go around it (electron-checklist.md §2).
  void app.whenReady().then(() => app.configureHostResolver({ secureDnsMode: 'off' }));
}
