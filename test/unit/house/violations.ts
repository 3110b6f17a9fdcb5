import { builtinModules } from 'node:module';
import type { Import } from './import-graph.ts';
import { keptPackages, pageRooms, roomRules } from './room-rules.ts';

/** The room a file belongs to: its folder, or for the files directly in electron/ the file itself. */
export function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'electron') return second;
  return path.startsWith('test/judge/') ? 'judge' : top;
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isOfNode(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function fileViolation(from: string, to: string): string | null {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === target) return null;
  if (roomRules[room]?.rooms.includes(target)) return null;
  return `${from} imports ${to}: ${room} must not know ${target}`;
}

function packageViolation(from: string, specifier: string): string | null {
  const room = roomOf(from);
  if (isOfNode(specifier)) return pageRooms.includes(room) ? `${from} imports ${specifier}: ${room} runs in a page` : null;
  const name = packageOf(specifier);
  const allowed = roomRules[room]?.packages;
  if (allowed && !allowed.includes(name)) return `${from} imports ${name}: ${room} may only use ${allowed.join(', ')}`;
  const keepers = keptPackages[name];
  if (keepers && !keepers.some((place) => from.startsWith(place)))
    return `${from} imports ${name}: that is for ${keepers.join(', ')}`;
  return null;
}

/** What is wrong with an import, in one line; null when nothing is. */
export function violationOf({ from, to, specifier }: Import): string | null {
  if (roomRules[roomOf(from)] === undefined) return `${from} lies in ${roomOf(from)}, which is no room of the house`;
  if (specifier === '*computed*') return `${from} imports something that only running it would tell`;
  return to === null ? packageViolation(from, specifier) : fileViolation(from, to);
}
