import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NotWritten, writeInParts } from '../../../electron/engine/file-in-parts.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';

const failure = { code: 'engine.down', message: 'm', consequence: 'c', remedy: 'r' };
const notWritten = ({ isFull, detail }: NotWritten) => ({ ...failure, code: isFull ? 'full' : 'other', detail });
async function* parts(...all: Outcome<string>[]) {
  yield* all;
}

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rosterbridge-parts-'));
  file = join(folder, 'list.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file in parts', () => {
  it('takes the place of the older one once it is whole', async () => {
    writeFileSync(file, 'older');
    async function* watched() {
      yield succeed('one,');
      expect(readFileSync(file, 'utf8')).toBe('older');
      yield succeed('two');
    }
    expect(await writeInParts(file, watched(), notWritten)).toEqual(succeed(undefined));
    expect(readFileSync(file, 'utf8')).toBe('one,two');
    expect(readdirSync(folder)).toEqual(['list.csv']);
  });

  it('that cannot be finished leaves nothing behind, and the older one as it was', async () => {
    writeFileSync(file, 'older');
    expect(await writeInParts(file, parts(succeed('one,'), fail(failure)), notWritten)).toEqual(fail(failure));
    expect(readFileSync(file, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['list.csv']);
  });

  it('in a folder that is not there, or at the place of a folder, is an expected failure', async () => {
    const other = { ok: false, failure: { code: 'other' } };
    expect(await writeInParts(join(folder, 'no', 'such.csv'), parts(succeed('one')), notWritten)).toMatchObject(other);
    mkdirSync(file);
    expect(await writeInParts(file, parts(succeed('one')), notWritten)).toMatchObject(other);
    expect(readdirSync(folder)).toEqual(['list.csv']);
  });

  it.skipIf(process.platform === 'win32')('follows a link, and goes through a pipe instead of taking its place', async () => {
    const link = join(folder, 'link.csv');
    writeFileSync(file, 'older');
    symlinkSync(file, link);
    await writeInParts(link, parts(succeed('newer')), notWritten);
    expect([lstatSync(link).isSymbolicLink(), readFileSync(file, 'utf8')]).toEqual([true, 'newer']);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = text(createReadStream(pipe));
    expect(await writeInParts(pipe, parts(succeed('one,'), succeed('two')), notWritten)).toEqual(succeed(undefined));
    expect([await read, lstatSync(pipe).isFIFO()]).toEqual(['one,two', true]);
  });

  it.skipIf(process.platform !== 'linux')('says that a disk is full', async () => {
    expect(await writeInParts('/dev/full', parts(succeed('one')), notWritten)).toMatchObject({ failure: { code: 'full' } });
  });
});
