/** What starts the app at login, from the program and its arguments. */
export interface LoginCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** An XDG autostart entry (Desktop Entry Specification): the session starts what it finds in `autostart/`. */
export function autostartEntry({ program, args }: LoginCommand): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Rosterbridge',
    'Comment=Keeps Canvas in step with the SIS',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoted for `Exec`: reserved characters behind a backslash, percent signs twice, and all backslashes once more as in any string. */
function quoted(argument: string): string {
  const text = argument.replaceAll('%', '%%');
  if (/^[\w@+=:,./%-]+$/.test(text)) return text;
  return `"${text.replace(/["`$\\]/g, '\\$&')}"`.replaceAll('\\', '\\\\');
}

/** Whether an entry that is there starts anything: desktops switch one off by a line in it. */
export function isEntryOn(entry: string): boolean {
  return !/^Hidden\s*=\s*true\s*$/im.test(entry) && !/^X-GNOME-Autostart-enabled\s*=\s*false\s*$/im.test(entry);
}
