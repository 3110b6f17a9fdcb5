import { app } from 'electron';
import { runApp } from './shell/app.ts';
import { readCommandLine } from './shell/command-line.ts';
import { startCrashReporter } from './shell/crash.ts';
import { settlePlaces } from './shell/places.ts';
import { prepareApp } from './shell/prepare.ts';

const { dataDir } = readCommandLine(process.argv, process.env);
const places = settlePlaces(dataDir);
prepareApp();
if (app.requestSingleInstanceLock()) {
  startCrashReporter();
  runApp(places);
} else {
  // Another instance has this data folder open; it shows its window.
  app.exit(0);
}
