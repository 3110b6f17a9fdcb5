import type { WebContents } from 'electron';

export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
}

const LEVELS = { lowest: -3, highest: 8 };

/** The zoom level a key press asks for, or null when it is about something else. One level is 20 %. */
export function zoomAfter(press: KeyPress, level: number): number | null {
  if (press.type !== 'keyDown' || !(press.control || press.meta)) return null;
  if (press.key === '0') return 0;
  if (press.key === '+' || press.key === '=') return Math.min(LEVELS.highest, level + 1);
  if (press.key === '-' || press.key === '_') return Math.max(LEVELS.lowest, level - 1);
  return null;
}

/** Without a menu nothing offers zoom: these keys do, and `remember` keeps the level for the next start. */
export function enableZoom(contents: WebContents, level: number, remember: (level: number) => void): void {
  contents.on('did-finish-load', () => contents.setZoomLevel(level));
  contents.on('before-input-event', (event, press) => {
    const next = zoomAfter(press, contents.getZoomLevel());
    if (next === null) return;
    event.preventDefault();
    contents.setZoomLevel(next);
    remember(next);
  });
}
