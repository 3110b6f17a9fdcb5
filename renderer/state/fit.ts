import { create } from 'zustand';
import { type FitStep, fitSteps } from '../../shared/fit-steps.ts';
import { useDistrictSettings } from './district-settings.ts';
import { visit } from './navigation.ts';

/** The second half of set-up: what the SIS' own records are needed for. `begin` reads them once and asks who answers. */
export type FitPlace = 'begin' | FitStep;
export const fitPlaces: readonly FitPlace[] = ['begin', ...fitSteps];

interface Fit {
  readonly district: string | null;
  readonly place: FitPlace;
  /** The furthest place reached. */
  readonly reached: number;
  /** Who answers; kept with every answer. */
  readonly by: string;
  /** Where an earlier set-up of this district left off. */
  readonly next: FitStep;
  /** Opens the questions of a district where they were left. */
  open(district: string, next: FitStep): void;
  name(by: string): void;
  go(place: FitPlace): void;
  /** Saves the answer and goes on; the last one ends set-up. Answers whether it could be saved. */
  answer(): Promise<boolean>;
}

export const useFit = create<Fit>()((set, get) => ({
  district: null,
  place: 'begin',
  reached: 0,
  by: '',
  next: 'dates',
  open(district, next) {
    set({ district, place: 'begin', reached: fitPlaces.indexOf(next) - 1, next });
    visit({ name: 'fit' });
  },
  name: (by) => set({ by }),
  go: (place) => set(({ reached }) => ({ place, reached: Math.max(reached, fitPlaces.indexOf(place)) })),
  async answer() {
    const { place, by, go } = get();
    const after = fitPlaces[fitPlaces.indexOf(place) + 1];
    const next = after === undefined || after === 'begin' ? null : after;
    if (!(await useDistrictSettings.getState().save(by.trim(), next))) return false;
    if (next !== null) go(next);
    return true;
  },
}));
