import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { AppState, StateShape } from './app-state.ts';
import { drawTrayIcon } from './tray-icon.ts';
import type { TrayItem } from './tray-menu.ts';

/** Points of the icon's side: macOS' menu bar wants 16, Windows 16 at its usual scale, Linux desktops show 22 to 24. */
const points: Readonly<Record<string, number>> = { darwin: 16, win32: 16 };
const OTHER_POINTS = 24;
const scales = [1, 1.25, 1.5, 2, 3];

export interface ShownTray {
  /** Icon, tool tip and menu, all from the state. */
  render(state: AppState, items: readonly TrayItem[]): void;
  remove(): void;
}

/** Kept by whoever asked for it: a tray that is not referred to vanishes. */
export function showTray(platform: string, onOpen: () => void): ShownTray {
  let tray: Tray | null = new Tray(iconOf('well', platform));
  // On macOS and Linux a click opens the menu; where it does more, opening the window is what people expect.
  if (platform === 'win32') tray.on('double-click', onOpen);
  let drawn: StateShape = 'well';
  return {
    render({ shape, words }, items) {
      if (tray === null) return;
      if (shape !== drawn) tray.setImage(iconOf(shape, platform));
      drawn = shape;
      tray.setToolTip(`Rosterbridge: ${words}`);
      // Linux shows a change only after the whole menu is set again.
      tray.setContextMenu(Menu.buildFromTemplate(items.map(templateOf)));
    },
    remove() {
      tray?.destroy();
      tray = null;
    },
  };
}

function iconOf(shape: StateShape, platform: string): Electron.NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of scales) {
    const { size, pixels } = drawTrayIcon(
      shape,
      Math.round((points[platform] ?? OTHER_POINTS) * scaleFactor),
      platform === 'darwin' ? 'template' : 'colour',
    );
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer: pngOf(pixels, size) });
  }
  if (platform === 'darwin') image.setTemplateImage(true);
  return image;
}

function pngOf(pixels: Uint8Array, size: number): Buffer {
  return nativeImage.createFromBitmap(Buffer.from(pixels), { width: size, height: size }).toPNG();
}

function templateOf(item: TrayItem): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'line':
      return { type: 'separator' };
    case 'words':
      return { label: item.label, enabled: false };
    case 'act':
      return { label: item.label, enabled: item.enabled, click: item.act };
    case 'menu':
      return { label: item.label, submenu: item.items.map(templateOf) };
  }
}
