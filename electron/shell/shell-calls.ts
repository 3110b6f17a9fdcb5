import { nativeTheme } from 'electron';
import type { Args, Result, ShellCall } from '../../shared/contract.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { Vault } from '../vault/vault.ts';
import type { DistrictSetup } from './district-setup.ts';
import type { Preferences } from './preferences.ts';
import type { Rehearsals } from './rehearsals.ts';
import { saveFile } from './save-file.ts';
import { saveFindings } from './save-findings.ts';
import { saveChanges, saveRun } from './save-lists.ts';
import { type ScheduleCallParts, scheduleCallsOf } from './schedule-calls.ts';
import { openSettingsFile, saveSettingsFile } from './settings-files.ts';
import type { SignInDesk } from './sign-in/sign-in-desk.ts';

/** The shell's side of the contract: a function per call. */
export type ShellCalls = { readonly [N in ShellCall]: (args: Args<'shell', N>) => Promise<Outcome<Result<'shell', N>>> };

export interface ShellParts {
  readonly version: string;
  readonly platform: string;
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly setup: DistrictSetup;
  readonly signIns: SignInDesk;
  readonly engine: Pick<EngineClient, 'call'>;
  readonly rehearsals: Rehearsals;
  readonly schedule: ScheduleCallParts;
}

export function shellCallsOf({
  version,
  platform,
  preferences,
  vault,
  setup,
  signIns,
  engine,
  rehearsals,
  schedule,
}: ShellParts): ShellCalls {
  return {
    async state() {
      const { districts, theme, setupDraft } = preferences.read();
      return succeed({ version, platform, keyring: vault.keyring(), districts, theme, setupDraft });
    },
    async setTheme({ theme }) {
      nativeTheme.themeSource = theme;
      preferences.change({ theme });
      return succeed({});
    },
    startPractice: (wish) => setup.startPractice(wish),
    testConnection: (request) => setup.test(request),
    testSide: (request) => setup.testSide(request),
    async keepSetupDraft({ draft }) {
      preferences.change({ setupDraft: draft });
      return succeed({});
    },
    connect: (request) => setup.connect(request),
    signInToCanvas: (wish) => signIns.signIn(wish),
    signInAgain: ({ district }) => signIns.again(district),
    async cancelSignIn() {
      signIns.cancel();
      return succeed({});
    },
    removeDistrict: ({ district }) => setup.remove(district),
    rehearsal: async ({ district }) => succeed(rehearsals.state(district)),
    rehearse: ({ district, name }) => rehearsals.start(district, name),
    endRehearsal: ({ district }) => rehearsals.end(district),
    ...scheduleCallsOf(schedule),
    async saveSettingsFile({ district }) {
      const name = preferences.read().districts.find(({ id }) => id === district)?.name ?? '';
      return saveSettingsFile({ id: district, name }, engine, saveFile, Date.now);
    },
    openSettingsFile: () => openSettingsFile(),
    saveFindings: (asked) => saveFindings(asked, engine, saveFile),
    saveChanges: (asked) => saveChanges(asked, engine, saveFile),
    saveRun: (asked) => saveRun(asked, engine, saveFile),
  };
}
