import type { EngineCall, EventName, ShellCall } from '../../shared/contract.ts';

/**
 * The names of every call and event, without the schemas behind them: the sandboxed preload needs no more, and the type
 * keeps the list in step with the contract.
 */
export const shellCalls = {
  state: true,
  setTheme: true,
  startPractice: true,
  testConnection: true,
  testSide: true,
  keepSetupDraft: true,
  connect: true,
  signInToCanvas: true,
  signInAgain: true,
  cancelSignIn: true,
  removeDistrict: true,
  saveFindings: true,
  saveChanges: true,
  saveRun: true,
  saveSettingsFile: true,
  openSettingsFile: true,
  schedule: true,
  saveSchedule: true,
  pauseSchedule: true,
  background: true,
  setBackground: true,
  loggedOut: true,
  saveLoggedOut: true,
  arrival: true,
  quit: true,
  rehearsal: true,
  rehearse: true,
  endRehearsal: true,
} as const satisfies Record<ShellCall, true>;

export const engineCalls = {
  overview: true,
  makePlan: true,
  planRemap: true,
  plan: true,
  changes: true,
  change: true,
  facets: true,
  history: true,
  kept: true,
  keptNumbers: true,
  apply: true,
  remove: true,
  cancel: true,
  runs: true,
  run: true,
  receipts: true,
  findings: true,
  doctor: true,
  canvasTokenEnd: true,
  explain: true,
  lookUp: true,
  settings: true,
  settingCounts: true,
  saveSettings: true,
  evaluate: true,
  evaluation: true,
  matches: true,
  choose: true,
  finishReview: true,
} as const satisfies Record<EngineCall, true>;

export const events = {
  progressed: true,
  runEnded: true,
  scheduleChanged: true,
  called: true,
  districtsChanged: true,
} as const satisfies Record<EventName, true>;

export function callChannel(side: 'shell' | 'engine', name: string): string {
  return `rosterbridge:${side}:${name}`;
}

export function eventChannel(name: string): string {
  return `rosterbridge:event:${name}`;
}
