import { create } from 'zustand';
import type { SettingGroup } from '../../shared/setting-words.ts';

/** Where the admin is. `log` without a run is the list. */
export type Screen =
  | { readonly name: 'welcome' }
  | { readonly name: 'setup' }
  | { readonly name: 'fit' }
  | { readonly name: 'overview' }
  | { readonly name: 'review' }
  | { readonly name: 'apply' }
  | { readonly name: 'findings'; readonly plan: number }
  | { readonly name: 'look-up' }
  | { readonly name: 'contact' }
  | { readonly name: 'doctor' }
  | { readonly name: 'rehearse' }
  | { readonly name: 'log'; readonly run: string | null }
  | { readonly name: 'schedule' }
  | { readonly name: 'settings'; readonly group?: SettingGroup };

interface Navigation {
  readonly screen: Screen;
  visit(screen: Screen): void;
}

export const useNavigation = create<Navigation>()((set) => ({
  screen: { name: 'welcome' },
  visit: (screen) => set({ screen }),
}));

export function visit(screen: Screen): void {
  useNavigation.getState().visit(screen);
}
