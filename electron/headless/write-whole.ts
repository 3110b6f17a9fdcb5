import { type Outcome, succeed } from '../../shared/outcome.ts';
import { writeInParts } from '../engine/file-in-parts.ts';
import { fileNotWritten, noRoomForFile } from './failures.ts';

/** A file of a command: whole at its place or not at all, as the desktop's are. */
export function writeWhole(file: string, text: string): Promise<Outcome<void>> {
  async function* parts(): AsyncGenerator<Outcome<string>> {
    yield succeed(text);
  }
  return writeInParts(file, parts(), ({ isFull, detail }) =>
    isFull ? noRoomForFile(file, detail) : fileNotWritten(file, detail),
  );
}
