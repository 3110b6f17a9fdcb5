import { Menu } from 'electron';

/**
 * Windows and Linux show no menu: the page has every command and Chromium keeps copy and paste working. macOS needs one,
 * because its shortcuts come from the menu.
 */
export function setMenu(platform: string): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]));
}
