import { CommanderError } from 'commander';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { createRedactor } from '../engine/log/redact.ts';
import type { HeadlessDeps } from './deps.ts';
import { bug, usage } from './failures.ts';
import { failureJson } from './json-shapes.ts';
import { headlessProgram } from './program.ts';
import type { ExitCode, Report } from './report.ts';
import { failureText } from './text.ts';

/**
 * One headless command, in plain Node or in Electron without a window. Never throws: every end is an exit code of
 * DESIGN §6, every failure is told in words on stderr, or with `--json` as one document on stdout.
 * @param argv what stands behind the program's name
 */
export async function runHeadless(argv: readonly string[], deps: HeadlessDeps): Promise<ExitCode> {
  const json = argv.includes('--json');
  let code: ExitCode = 0;
  const end = (outcome: Outcome<Report>) => {
    code = outcome.ok ? tell(outcome.value, json, deps) : tellFailure(outcome.failure, json, deps);
  };
  const program = headlessProgram(deps, async (work) => end(await work()));
  // Without the app's name in front, help would speak of a program that a checkout does not have.
  program.name(deps.programName);
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command.exitOverride().configureOutput({ writeOut: deps.stdout, writeErr: deps.stderr, outputError: () => undefined });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, json, deps);
    return tellFailure(bug(error instanceof Error ? (error.stack ?? error.message) : String(error)), json, deps);
  }
}

/** Help and version were asked for and are no failure; `rosterbridge` alone prints help and fails, with `--json` in JSON. */
function endOfParsing(error: CommanderError, json: boolean, deps: HeadlessDeps): ExitCode {
  if (error.exitCode === 0) return 0;
  if (error.code !== 'commander.help') return tellFailure(usage(error.message, deps.programName), json, deps);
  return json ? tellFailure(usage('A command is missing.', deps.programName), json, deps) : 1;
}

function tell({ code, json, text, failure }: Report, asJson: boolean, deps: HeadlessDeps): ExitCode {
  if (asJson && json !== undefined) deps.stdout(`${JSON.stringify(json)}\n`);
  if (!asJson && text !== undefined) deps.stdout(`${text}\n`);
  if (!asJson && failure !== undefined) deps.stderr(`\n${failureText(failure)}\n`);
  return code;
}

function tellFailure({ detail, ...words }: Failure, asJson: boolean, deps: HeadlessDeps): ExitCode {
  // The detail may quote a server or a stack; terminals are logged and copied as well.
  const failure: Failure = detail === undefined ? words : { ...words, detail: createRedactor().redact(detail) };
  if (asJson) deps.stdout(`${JSON.stringify(failureJson(failure))}\n`);
  else deps.stderr(`${failureText(failure)}\n`);
  return 1;
}
