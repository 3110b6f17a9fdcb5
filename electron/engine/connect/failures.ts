import type { Failure } from '../../../shared/failure.ts';

const NOTHING = 'Nothing was read or changed in the SIS or in Canvas.';

export function unknownTimeZone(zone: string): Failure {
  return {
    code: 'setup.time-zone',
    message: `“${zone}” is not a time zone this computer knows.`,
    consequence: `The district was not connected. ${NOTHING}`,
    remedy: 'Give the zone of your district by its region and city, for example America/Chicago.',
  };
}

export function unknownDistrict(id: string, ids: readonly string[]): Failure {
  const names = ids.join(', ');
  return {
    code: 'district.unknown',
    message: `There is no district “${id}” here.`,
    consequence: NOTHING,
    remedy: names === '' ? 'Connect a district first.' : `Choose one of: ${names}.`,
  };
}
