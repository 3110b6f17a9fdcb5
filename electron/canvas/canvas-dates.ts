const known = new Map<string, string>();
const MAX_KNOWN = 10_000;

/**
 * A Canvas date as UTC `YYYY-MM-DDTHH:MM:SSZ`. Reports write the account's zone with its offset (canvas-sis.md §6); a text
 * without offset is UTC (§1.13). What is no date stays as it is, so that it shows as a difference instead of as "no date".
 */
export function canvasDate(text: string): string {
  if (text === '') return '';
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const converted = convert(text.trim());
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, converted);
  return converted;
}

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

function convert(text: string): string {
  const match = pattern.exec(text);
  if (match === null) return text;
  const [, day = '', time = '00:00', seconds = ':00', zone = 'Z'] = match;
  const offset = zone === 'UTC' || zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const instant = Date.parse(`${day}T${time}${seconds}${offset}`);
  return Number.isNaN(instant) ? text : `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
