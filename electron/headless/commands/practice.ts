import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { HeadlessDeps, PracticeDistrict, PracticeOptions } from '../deps.ts';
import { practiceFailed } from '../failures.ts';
import type { Report } from '../report.ts';

/** Starts the practice SIS and Canvas, prints their addresses once they answer, and runs until stopped. */
export async function practice(options: PracticeOptions, json: boolean, deps: HeadlessDeps): Promise<Outcome<Report>> {
  let district: PracticeDistrict;
  try {
    district = await deps.startPractice(options);
  } catch (error) {
    return fail(practiceFailed(error instanceof Error ? error.message : String(error)));
  }
  const stopped = new Promise<void>((resolve) => {
    const forget = deps.onStop(() => {
      forget();
      resolve();
    });
  });
  const { sis, canvas, control } = district;
  deps.stdout(json ? `${JSON.stringify({ sis, canvas, control })}\n` : practiceText(district, deps.programName));
  await stopped;
  await district.close();
  return succeed({ code: 0 });
}

function practiceText({ sis, canvas, control }: PracticeDistrict, programName: string): string {
  return `The practice district is running. Stop it with Ctrl+C.

SIS      ${sis.url}
         key ${sis.key}, secret ${sis.secret}
Canvas   ${canvas.url}
         token ${canvas.token}
Control  ${control.url}

To work with it, in another terminal:
  export ROSTERBRIDGE_SIS_SECRET=${sis.secret}
  export ROSTERBRIDGE_CANVAS_TOKEN=${canvas.token}
  export ROSTERBRIDGE_STORE_KEY=$(openssl rand -hex 32)
  ${programName} connect --sis-url ${sis.url} --sis-key ${sis.key} --canvas-url ${canvas.url} --time-zone America/Chicago
  ${programName} plan
`;
}
