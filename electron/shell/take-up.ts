import type { EngineClient } from '../engine/host/engine-client.ts';
import type { AppLog } from './app-log.ts';
import type { DistrictSetup } from './district-setup.ts';
import type { PracticeServers } from './practice.ts';
import type { Preferences } from './preferences.ts';

/**
 * After each start of the engine: the practice servers come back, the list takes over what the data folder holds, and
 * runs that were cut off go on. The order matters, a resumed practice run asks the practice servers.
 */
export async function takeUp(
  engine: EngineClient,
  setup: DistrictSetup,
  practice: PracticeServers,
  preferences: Preferences,
  log: AppLog,
): Promise<void> {
  await practice.resume();
  await setup.refresh();
  for (const { id } of preferences.read().districts) {
    const resumed = await engine.call('resume', { district: id });
    if (!resumed.ok) log.say('warning', `resume ${id}: ${resumed.failure.code}`);
  }
}
