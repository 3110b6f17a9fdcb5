import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { FitStep } from '../../shared/fit-steps.ts';
import type { SettingCounts, StoredSettings } from '../../shared/setting-counts.ts';
import { type SettingKey, settingKeys } from '../../shared/setting-words.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { type Draft, problemOf, type SettingValue } from './setting-draft.ts';

interface DistrictSettingsState {
  readonly of: string | null;
  readonly stored: StoredSettings | null;
  /** As on screen; it may hold values that cannot be saved. */
  readonly draft: Draft | null;
  readonly counts: SettingCounts | null;
  readonly failure: Failure | null;
  readonly saving: boolean;
  /** Reads the stored settings and counts them; what was changed and not saved stays. */
  load(district: string): Promise<void>;
  change(key: SettingKey, value: SettingValue): void;
  /** Fills in what a file holds; answers how many settings differ from the stored ones then. */
  takeOver(values: Readonly<Record<string, unknown>>): number;
  discard(): void;
  /** Answers whether a new version is stored. @param setUp the question set-up stands at, when this is an answer of set-up. */
  save(by: string, setUp?: FitStep | null): Promise<boolean>;
}

/** A pause in the typing, because each count is a question to the engine. */
const PAUSE_MS = 200;
let pause: ReturnType<typeof setTimeout> | undefined;

export const useDistrictSettings = create<DistrictSettingsState>()((set, get) => {
  const count = async () => {
    const { of: district, draft } = get();
    const settings = DistrictSettings.safeParse(draft);
    if (district === null || !settings.success || draft === null || settingKeys.some((key) => problemOf(key, draft[key]))) return;
    const answer = await window.rosterbridge.engine.settingCounts({ district, settings: settings.data });
    // A slower answer about an earlier draft does not count any more.
    if (answer.ok && get().of === district && get().draft === draft) set({ counts: answer.value });
  };
  return {
    of: null,
    stored: null,
    draft: null,
    counts: null,
    failure: null,
    saving: false,
    async load(district) {
      if (get().of !== district) set({ of: district, stored: null, draft: null, counts: null, failure: null, saving: false });
      const answer = await window.rosterbridge.engine.settings({ district });
      if (get().of !== district) return;
      if (!answer.ok) return set({ failure: answer.failure });
      const { stored, draft } = get();
      const untouched = draft === null || stored === null || changedKeys(stored, draft).length === 0;
      set({ stored: answer.value, failure: null, ...(untouched ? { draft: answer.value.settings } : {}) });
      await count();
    },
    change(key, value) {
      const { draft } = get();
      if (draft === null) return;
      set({ draft: { ...draft, [key]: value }, failure: null });
      clearTimeout(pause);
      pause = setTimeout(() => void count(), PAUSE_MS);
    },
    takeOver(values) {
      const { stored, draft } = get();
      if (stored === null || draft === null) return 0;
      const own = settingKeys.filter((key) => DistrictSettings.shape[key].safeParse(values[key]).success && key in values);
      const filled = Object.fromEntries(own.map((key) => [key, values[key] as SettingValue]));
      const next = { ...draft, ...filled };
      set({ draft: next, failure: null });
      void count();
      return changedKeys(stored, next).length;
    },
    discard() {
      const { stored } = get();
      if (stored === null) return;
      set({ draft: stored.settings, failure: null });
      void count();
    },
    async save(by, setUp) {
      const { of: district, draft } = get();
      const settings = DistrictSettings.safeParse(draft);
      if (district === null || !settings.success) return false;
      set({ saving: true, failure: null });
      const answer = await window.rosterbridge.engine.saveSettings({
        ...{ district, settings: settings.data, by },
        ...(setUp === undefined ? {} : { setUp }),
      });
      if (get().of !== district) return false;
      if (!answer.ok) {
        set({ saving: false, failure: answer.failure });
        return false;
      }
      set({ saving: false, stored: answer.value, draft: answer.value.settings });
      return true;
    },
  };
});

/** What the draft changes, in the order of the screen. */
export function changedKeys(stored: StoredSettings, draft: Draft): readonly SettingKey[] {
  return settingKeys.filter((key) => JSON.stringify(stored.settings[key]) !== JSON.stringify(draft[key]));
}
