import { Command, InvalidArgumentError, Option } from 'commander';
import { SisAuth } from '../../shared/district.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { removableKinds } from '../../shared/removal.ts';
import { sisProfileNames } from '../../shared/sis-profiles.ts';
import { apply, type Overwrite, type Release, sync } from './commands/apply.ts';
import { type ConnectFlags, connect } from './commands/connect.ts';
import { evaluate, type ReviewOptions, review } from './commands/convert.ts';
import { doctor } from './commands/doctor.ts';
import { explain, explainKinds } from './commands/explain.ts';
import { history } from './commands/history.ts';
import { type PlanFlags, plan } from './commands/plan.ts';
import { practice } from './commands/practice.ts';
import { type RemoveOptions, remove } from './commands/remove.ts';
import { run, runs } from './commands/runs.ts';
import { secrets } from './commands/secrets.ts';
import { settingCounts } from './commands/setting-counts.ts';
import { getSetting, setSetting } from './commands/settings.ts';
import { type DaysOff, daysOffOption } from './days-off.ts';
import type { HeadlessDeps, PracticeOptions } from './deps.ts';
import type { Report } from './report.ts';
import { type Globals, type Session, withSession } from './session.ts';

/** Runs what was asked and hands its outcome to `done`. */
type Finish = (work: () => Promise<Outcome<Report>>) => Promise<void>;

/** The commands of DESIGN §6 that exist. Secrets are never options: they come from the vault or the environment. */
export function headlessProgram(deps: HeadlessDeps, finish: Finish): Command {
  const program = new Command('rosterbridge')
    .usage('<command> [options]')
    .description('Rosterbridge without a window, for terminals and schedulers.')
    .version(deps.version)
    .option('--data-dir <dir>', 'where everything lives (or ROSTERBRIDGE_DATA_DIR)')
    .option('--district <id>', 'which district; not needed when there is only one')
    .option('--json', 'print one JSON document on stdout; progress goes to stderr');
  const inSession = (work: (session: Session) => Promise<Outcome<Report>>) =>
    finish(() => withSession(program.opts<Globals>(), deps, work));
  addPractice(program, deps, finish);
  addConnect(program, inSession);
  addSettings(program, inSession);
  addRuns(program, inSession);
  addExplain(program, inSession);
  addRemove(program, inSession);
  addConvert(program, inSession);
  return program;
}

type InSession = (work: (session: Session) => Promise<Outcome<Report>>) => Promise<void>;

function addPractice(program: Command, deps: HeadlessDeps, finish: Finish): void {
  program
    .command('practice')
    .description('start a practice SIS and Canvas on this computer; runs until stopped')
    .option('--students <n>', 'how many students', wholeNumber(1, 1_000_000), 500)
    .option('--seed <s>', 'another seed makes another district', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--clean', 'a tidy SIS and an empty Canvas', false)
    .option('--sis-port <p>', 'port of the SIS', wholeNumber(1, 65_535))
    .option('--canvas-port <p>', 'port of Canvas', wholeNumber(1, 65_535))
    .action((options: PracticeOptions) => finish(() => practice(options, program.opts<Globals>().json === true, deps)));
}

function addConnect(program: Command, inSession: InSession): void {
  program
    .command('connect')
    .description('connect a SIS with a Canvas: tests both sides, then creates or updates the district')
    .requiredOption('--sis-url <url>', 'address of the OneRoster API')
    .requiredOption('--sis-key <key>', 'client key; the secret comes from ROSTERBRIDGE_SIS_SECRET')
    .requiredOption('--canvas-url <url>', 'address of Canvas; the token comes from ROSTERBRIDGE_CANVAS_TOKEN')
    .addOption(new Option('--sis <product>', 'which SIS it is; found out by its address when left out').choices(sisProfileNames))
    .requiredOption('--time-zone <zone>', 'time zone of the district, such as America/Chicago')
    .addOption(new Option('--auth <kind>', 'how the SIS signs requests').choices(SisAuth.options).default('auto'))
    .option('--token-url <url>', 'where the SIS gives out tokens, when it is not found by itself', '')
    .option('--name <name>', 'what to call the district', '')
    .action((flags: ConnectFlags) => inSession((session) => connect(flags, session)));
  program
    .command('doctor')
    .description('check every endpoint and permission, in plain words')
    .option('--letter', 'print a letter to the support of your SIS instead', false)
    .action(({ letter }: { letter: boolean }) => inSession((session) => doctor(letter, session)));
}

function addSettings(program: Command, inSession: InSession): void {
  const settings = program.command('settings').description("read and write a district's settings");
  settings
    .command('get')
    .argument('<key>')
    .description('show one setting')
    .action((key: string) => inSession((session) => getSetting(key, session)));
  settings
    .command('set')
    .argument('<key>')
    .argument('<value>')
    .description('change one setting')
    .action((key: string, value: string) => inSession((session) => setSetting(key, value, session)));
  settings
    .command('counts')
    .description('what each mapping setting yields, and what its other values would, as the SIS was last read')
    .action(() => inSession((session) => settingCounts(session)));
}

function addRuns(program: Command, inSession: InSession): void {
  program
    .command('plan')
    .description('read both sides and show what would change; writes nothing')
    .option('--changes', 'print every change as a JSON line', false)
    .addOption(
      new Option('--kept', 'print every row that stays as somebody edited it in Canvas, as a JSON line')
        .default(false)
        .conflicts('changes'),
    )
    .option('--remap', 'plan only the ids that the SIS issued again: they will belong to the records they belonged to', false)
    .option('--findings <file>', 'write what was left out or doubtful in the SIS records into this CSV file')
    .action((flags: PlanFlags) => inSession((session) => plan(flags, session)));
  const chosen = new Chosen();
  program
    .command('apply')
    .description('apply a stored plan, check it in Canvas and record it')
    .option('--plan <id>', 'which plan; the newest when left out')
    .option('--release <hold>', 'let this hold go, once; needs a --reason behind it', (hold) => chosen.release(hold))
    .option('--override <row>', 'overwrite what somebody edited in Canvas, by its id in plan --kept; needs a --reason', (row) =>
      chosen.overwrite(row),
    )
    .option('--reason <text>', 'why the hold before it may go, or the rows before it are overwritten', (why) =>
      chosen.because(why),
    )
    .action(({ plan: id }: { plan?: string }) => inSession((session) => apply(id ?? null, chosen, session)));
  program
    .command('sync')
    .description('plan and apply when nothing holds: what a schedule runs')
    .option('--attended', 'a person is watching', false)
    .option('--not-on <from/to>', 'do nothing on these days of the district, like 2026-12-21/2027-01-03', daysOffOption, [])
    .action(({ attended, notOn }: { attended: boolean; notOn: DaysOff[] }) =>
      inSession((session) => sync(attended, notOn, session)),
    );
  program
    .command('secrets')
    .description('hand the secrets of a district, a line each, to a program that seals them for a service; into a pipe only')
    .action(() => inSession(secrets));
  program
    .command('runs')
    .description('the log: every run, newest first')
    .action(() => inSession(runs));
  program
    .command('run')
    .argument('<id>')
    .description('one run in full')
    .action((id: string) => inSession((session) => run(id, session)));
}

function addRemove(program: Command, inSession: InSession): void {
  program
    .command('remove')
    .argument('<kind>', `one of ${removableKinds.join(', ')}`)
    .argument('<sourcedId>', 'the number of its record in the SIS, which no longer has it')
    .description('remove from Canvas what the SIS no longer has, if nothing and nobody is in it')
    .requiredOption('--by <name>', 'who removes it')
    .requiredOption('--reason <text>', 'why it may go')
    .action((kind: string, sourcedId: string, options: RemoveOptions) =>
      inSession((session) => remove(kind, sourcedId, options, session)),
    );
}

function addExplain(program: Command, inSession: InSession): void {
  program
    .command('explain')
    .argument('<kind>', `one of ${explainKinds.join(', ')}`)
    .argument('<sourcedId>', 'the number of the record in the SIS')
    .description('why a record changes Canvas, or why not')
    .action((kind: string, sourcedId: string) => inSession((session) => explain(kind, sourcedId, session)));
  program
    .command('history')
    .argument('<kind>', `one of ${explainKinds.join(', ')}`)
    .argument('<sourcedId>', 'the number of the record in the SIS')
    .description('what every run did to a record, newest first')
    .action((kind: string, sourcedId: string) => inSession((session) => history(kind, sourcedId, session)));
}

function addConvert(program: Command, inSession: InSession): void {
  const convert = program.command('convert').description('the first contact with a Canvas that people live in already');
  convert
    .command('evaluate')
    .description('match what the SIS names with what is in Canvas; writes nothing to either side')
    .option('--out <dir>', 'write everything that was found as CSV files into this folder')
    .action(({ out }: { out?: string }) => inSession((session) => evaluate(out ?? null, session)));
  convert
    .command('review')
    .description('decide about what was found, end the review, and plan what is to be linked')
    .requiredOption('--by <name>', 'who decides')
    .addOption(new Option('--adopt <grade>', 'link these matches').choices(['none', 'exact', 'likely']).default('none'))
    .option('--separate-rest', 'keep everything else apart', false)
    .action((options: ReviewOptions) => inSession((session) => review(options, session)));
}

/** Releases and overwritings in the order they are typed: a reason belongs to the hold, or the rows, right before it. */
class Chosen {
  releases: Release[] = [];
  overwrites: Overwrite[] = [];
  #last: 'release' | 'overwrite' | null = null;

  release(hold: string): void {
    this.releases.push({ hold, reason: null });
    this.#last = 'release';
  }

  overwrite(row: string): void {
    this.overwrites.push({ row, reason: null });
    this.#last = 'overwrite';
  }

  because(reason: string): void {
    if (this.#last === null) throw new InvalidArgumentError('it belongs right behind a --release or an --override.');
    if (this.#last === 'overwrite') this.overwrites = this.overwrites.map((one) => ({ ...one, reason: one.reason ?? reason }));
    else this.releases.push({ hold: this.releases.pop()?.hold ?? '', reason });
    this.#last = null;
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most && text.trim() !== '') return value;
    throw new InvalidArgumentError(`a whole number from ${least} to ${most} is needed.`);
  };
}
