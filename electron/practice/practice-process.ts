import { parseArgs } from 'node:util';
import type { PracticeDistrict, PracticeDistrictOptions } from './practice-district.ts';
import { startPracticeDistrict } from './practice-server.ts';
import { prebuiltPagesProcess } from './prebuilt-pages.ts';

/**
 * The practice district as a process of its own, in plain Node (`node dist/practice.js --students 500 --clean`: prints one JSON line
 * when ready, ends on SIGTERM or SIGINT) or as Electron's utilityProcess, which is told by messages:
 * `{ type: 'start', options }` → `{ type: 'ready', addresses }` or `{ type: 'failed', message }`; `{ type: 'stop' }` ends it.
 * `--prebuilt` starts the page server for benchmarks instead (prebuilt-pages.ts).
 */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

function parentPort(): ParentPort | undefined {
  return (process as unknown as { parentPort?: ParentPort }).parentPort;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`--${name} must be a whole number, not ${text}`);
  return value;
}

function optionsFromArguments(args: string[]): PracticeDistrictOptions {
  const { values } = parseArgs({
    args,
    options: {
      students: { type: 'string', default: '500' },
      seed: { type: 'string' },
      clean: { type: 'boolean', default: false },
      'sis-port': { type: 'string' },
      'canvas-port': { type: 'string' },
      'control-port': { type: 'string' },
      today: { type: 'string' },
      'state-file': { type: 'string' },
    },
  });
  const options: PracticeDistrictOptions = { students: wholeNumber('students', values.students), clean: values.clean };
  if (values.seed !== undefined) options.seed = wholeNumber('seed', values.seed);
  if (values['sis-port'] !== undefined) options.sisPort = wholeNumber('sis-port', values['sis-port']);
  if (values['canvas-port'] !== undefined) options.canvasPort = wholeNumber('canvas-port', values['canvas-port']);
  if (values['control-port'] !== undefined) options.controlPort = wholeNumber('control-port', values['control-port']);
  if (values.today !== undefined) options.today = values.today;
  if (values['state-file'] !== undefined) options.stateFile = values['state-file'];
  return options;
}

/** Says a failure where the starter listens, and ends the process. */
function failed(port: ParentPort | undefined, fault: unknown): never {
  const message = fault instanceof Error ? fault.message : String(fault);
  port?.postMessage({ type: 'failed', message });
  process.stderr.write(`practice district not started: ${message}\n`);
  process.exit(1);
}

async function run(options: PracticeDistrictOptions, port: ParentPort | undefined): Promise<PracticeDistrict> {
  try {
    const district = await startPracticeDistrict(options);
    const { sis, canvas, control } = district;
    port?.postMessage({ type: 'ready', addresses: { sis, canvas, control } });
    process.stdout.write(`${JSON.stringify({ sis, canvas, control })}\n`);
    return district;
  } catch (fault) {
    return failed(port, fault);
  }
}

function main(): void {
  const port = parentPort();
  const args = process.argv.slice(2);
  if (args.includes('--prebuilt')) {
    prebuiltPagesProcess(args.filter((arg) => arg !== '--prebuilt')).catch((fault: unknown) => failed(port, fault));
    return;
  }
  let starting: Promise<PracticeDistrict> | undefined;
  const stop = (): void => {
    const closed = starting?.then((district) => district.close()) ?? Promise.resolve();
    closed.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Electron hands its own arguments to a utilityProcess too: there only ours count.
  if (!port || args.includes('--students')) {
    try {
      starting = run(optionsFromArguments(args), port);
    } catch (fault) {
      failed(port, fault);
    }
  }
  port?.on('message', ({ data }) => {
    const message = data as { type?: unknown; options?: PracticeDistrictOptions };
    if (message.type === 'stop') stop();
    if (message.type === 'start' && message.options) starting ??= run(message.options, port);
  });
}

main();
