import { create } from 'zustand';
import type { ShellState } from '../../shared/contract.ts';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { visit } from './navigation.ts';

interface Session {
  /** Null until the shell has answered. */
  readonly shell: ShellState | null;
  readonly failure: Failure | null;
  /** The district on screen; null on first run. */
  readonly districtId: string | null;
  start(): Promise<void>;
  reload(): Promise<void>;
  show(districtId: string): void;
  setTheme(theme: ShellState['theme']): Promise<Failure | null>;
  remove(districtId: string): Promise<Failure | null>;
}

function stillThere(districts: readonly District[], wanted: string | null): string | null {
  return districts.find((one) => one.id === wanted)?.id ?? districts[0]?.id ?? null;
}

export const useSession = create<Session>()((set, get) => ({
  shell: null,
  failure: null,
  districtId: null,
  async start() {
    await get().reload();
    if (get().districtId) visit({ name: 'overview' });
  },
  async reload() {
    const answer = await window.rosterbridge.shell.state({});
    if (!answer.ok) return set({ failure: answer.failure });
    set({ shell: answer.value, failure: null, districtId: stillThere(answer.value.districts, get().districtId) });
  },
  show: (districtId) => set({ districtId }),
  async setTheme(theme) {
    const shell = get().shell;
    if (shell) set({ shell: { ...shell, theme } });
    const answer = await window.rosterbridge.shell.setTheme({ theme });
    return answer.ok ? null : answer.failure;
  },
  async remove(district) {
    const answer = await window.rosterbridge.shell.removeDistrict({ district });
    if (!answer.ok) return answer.failure;
    await get().reload();
    if (!get().districtId) visit({ name: 'welcome' });
    return null;
  },
}));

/** Follows districts as the shell adds or removes them. Returns how to stop. */
export function followDistricts(): () => void {
  return window.rosterbridge.on('districtsChanged', ({ districts }) => {
    const { shell, districtId } = useSession.getState();
    if (shell) useSession.setState({ shell: { ...shell, districts }, districtId: stillThere(districts, districtId) });
  });
}

/** The district on screen, or null while there is none. */
export function useDistrict(): District | null {
  return useSession((state) => state.shell?.districts.find((one) => one.id === state.districtId) ?? null);
}
