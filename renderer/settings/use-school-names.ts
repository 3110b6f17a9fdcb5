import { useMemo } from 'react';
import { useDistrictSettings } from '../state/district-settings.ts';

/** Names of the SIS' schools by their number there. */
export function useSchoolNames(): ReadonlyMap<string, string> {
  const schools = useDistrictSettings((state) => state.counts?.schools);
  return useMemo(() => new Map((schools ?? []).map(({ sourcedId, name }) => [sourcedId, name])), [schools]);
}
