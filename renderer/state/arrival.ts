import type { Destination } from '../../shared/background.ts';
import { type Screen, visit } from './navigation.ts';
import { useSession } from './session.ts';

const screens: Readonly<Record<Destination['screen'], Screen>> = {
  overview: { name: 'overview' },
  review: { name: 'review' },
  log: { name: 'log', run: null },
  doctor: { name: 'doctor' },
  schedule: { name: 'schedule' },
};

/** Goes where a notification wanted the window, if one did. */
export async function arrive(): Promise<void> {
  const answer = await window.rosterbridge.shell.arrival({});
  if (!answer.ok || answer.value.to === null) return;
  const { district, screen } = answer.value.to;
  if (district !== null) useSession.getState().show(district);
  if (useSession.getState().districtId !== null) visit(screens[screen]);
}

/** A notification was clicked while the window is open. Returns how to stop. */
export function followCalls(): () => void {
  return window.rosterbridge.on('called', () => void arrive());
}
