/** What the command line and the environment ask of the app. */
export interface CommandLine {
  /** Arguments of a headless command, null when a window is wanted. */
  readonly headless: readonly string[] | null;
  /** Where everything lives, null for the platform's usual place. */
  readonly dataDir: string | null;
  /** Opened at login: no window, only the tray. */
  readonly background: boolean;
}

/** Switches of Chromium and of test drivers that may stand behind ours; they mean nothing to a headless command. */
const runtimeSwitches = [
  '--ozone-platform',
  '--password-store',
  '--user-data-dir',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--enable-logging',
  '--remote-debugging-port',
  '--inspect',
];

/** Reads Electron's `process.argv`; everything behind `--headless` belongs to the command. */
export function readCommandLine(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): CommandLine {
  const start = argv.indexOf('--headless');
  const headless = start < 0 ? null : withoutRuntimeSwitches(argv.slice(start + 1));
  return {
    headless,
    dataDir: flagValue(argv, '--data-dir') ?? (env.ROSTERBRIDGE_DATA_DIR || null),
    background: argv.includes('--background'),
  };
}

function withoutRuntimeSwitches(args: readonly string[]): string[] {
  // A leading `--` keeps Windows builds of Electron from taking an address among the arguments for a link to open.
  const rest = args[0] === '--' ? args.slice(1) : args;
  return rest.filter((arg) => !runtimeSwitches.some((name) => arg === name || arg.startsWith(`${name}=`)));
}

function flagValue(argv: readonly string[], name: string): string | null {
  for (const [index, arg] of argv.entries()) {
    if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1) || null;
    if (arg === name) return argv[index + 1] ?? null;
  }
  return null;
}
