/** Who may know whom (DESIGN §3, ENGINE-NOTES §7). A room that is not in here does not exist. */

interface RoomRule {
  /** Other rooms this one may import. */
  readonly rooms: readonly string[];
  /** The only packages it may import; left out: any that no other rule keeps for somebody else. */
  readonly packages?: readonly string[];
}

const edges = ['net', 'shared'];
const rules = ['sis', 'canvas', 'store', ...edges];
const everything = [
  'shell',
  'headless',
  'vault',
  'engine',
  'sis',
  'canvas',
  'roster',
  'grades',
  'store',
  'practice',
  'setup',
  ...edges,
];

export const roomRules: Readonly<Record<string, RoomRule>> = {
  shared: { rooms: [], packages: ['zod'] },
  renderer: { rooms: ['shared'] },
  net: { rooms: ['shared'] },
  sis: { rooms: edges },
  canvas: { rooms: edges },
  store: { rooms: ['shared'] },
  roster: { rooms: rules },
  grades: { rooms: rules },
  vault: { rooms: ['shared'] },
  setup: { rooms: edges },
  engine: { rooms: ['roster', 'grades', 'setup', ...rules] },
  practice: { rooms: [] },
  shell: { rooms: ['vault', 'engine', 'setup', ...edges] },
  headless: { rooms: everything.filter((room) => room !== 'shell') },
  'main.ts': { rooms: everything },
  'preload.ts': { rooms: everything },
  'headless.ts': { rooms: everything },
  judge: { rooms: [], packages: ['zod'] },
};

/** Packages that only some places may import: a room, or a path below the checkout. */
export const keptPackages: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/shell/', 'electron/vault/', 'electron/main.ts', 'electron/preload.ts', 'electron/engine/host/'],
  'electron-store': ['electron/shell/'],
  libsql: ['electron/store/driver.ts'],
  react: ['renderer/'],
  'react-dom': ['renderer/'],
};

/** Rooms that run in a page: nothing of Node. */
export const pageRooms: readonly string[] = ['renderer', 'shared'];
