import { app } from 'electron';
import { runApp } from './shell/app.ts';
import { readCommandLine } from './shell/command-line.ts';
import { startCrashReporter } from './shell/crash.ts';
import { runWithoutWindow } from './shell/headless-app.ts';
import { settlePlaces } from './shell/places.ts';
import { prepareApp } from './shell/prepare.ts';

const { headless, dataDir, background } = readCommandLine(process.argv, process.env);
const places = settlePlaces(dataDir);
prepareApp();
if (headless !== null) {
  // Before the lock: a command may run while the window is open. Imported late, a window does not need it.
  runWithoutWindow(places, async (world) => (await import('./headless/in-electron.ts')).runInElectron(headless, places, world));
} else if (app.requestSingleInstanceLock()) {
  startCrashReporter();
  runApp(places, background);
} else {
  // Another instance has this data folder open; it shows its window.
  app.exit(0);
}
