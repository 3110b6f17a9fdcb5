import { type DefinitionFile, type LoggedOutWish, syncArguments, weeklyTimes } from './wish.ts';

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A task for Windows' Task Scheduler that runs with the stored password of the account, whose secrets open then. */
export function windowsTask(wish: LoggedOutWish, today: string): DefinitionFile {
  const { district, schedule, program } = wish;
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escaped(`Rosterbridge: sync of ${district.name}`)}</Description>
  </RegistrationInfo>
  <Triggers>
${weeklyTimes(schedule)
  .map(({ time, days }) => trigger(`${today}T${time}:00`, days))
  .join('\n')}
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(program)}</Command>
      <Arguments>${escaped(syncArguments(wish).map(argument).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return { name: `rosterbridge-${district.id}.xml`, text: `\ufeff${text}`, encoding: 'utf16le' };
}

function trigger(start: string, days: readonly number[]): string {
  return `    <CalendarTrigger>
      <StartBoundary>${start}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByWeek>
        <DaysOfWeek>
${days.map((day) => `          <${dayNames[day - 1]} />`).join('\n')}
        </DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
    </CalendarTrigger>`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (one) => names[one] ?? one);
}

/** Quoted as Windows programs take their command line apart: backslashes count only before a quote. */
function argument(word: string): string {
  if (/^[\w@+=:,./\\-]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
