/** Unpacks a zip with nothing but Node, so that a bare machine needs no unzip. Enough for archives below 4 GB. */
import { chmodSync, closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/** @param {number} fd @param {number} position @param {number} length */
function readAt(fd, position, length) {
  const buffer = Buffer.alloc(length);
  const read = readSync(fd, buffer, 0, length, position);
  if (read !== length) throw new Error('The zip file ends early.');
  return buffer;
}

/** The table of contents lies at the end of the file. @param {number} fd @param {number} size */
function readDirectory(fd, size) {
  const tailLength = Math.min(size, 65_557);
  const tail = readAt(fd, size - tailLength, tailLength);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === endSignature) return readAt(fd, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  }
  throw new Error('The file is not a zip file.');
}

/**
 * @typedef {{ name: string, method: number, packed: number, mode: number, header: number }} Entry
 * @param {Buffer} directory
 */
function* entriesOf(directory) {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    /** @type {Entry} */
    const entry = {
      name,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      header: directory.readUInt32LE(at + 42),
    };
    yield entry;
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

/** @param {number} fd @param {Entry} entry */
function contentOf(fd, entry) {
  const header = readAt(fd, entry.header, 30);
  const start = entry.header + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readAt(fd, start, entry.packed);
  if (entry.method === 0) return packed;
  if (entry.method === 8) return inflateRawSync(packed);
  throw new Error(`${entry.name} is packed in a way (${entry.method}) this reader does not know.`);
}

/**
 * @param {string} zip
 * @param {string} folder where to; made if missing
 * @param {(name: string) => string | undefined} place the file's path below `folder`, or undefined to leave it out
 */
export function unzip(zip, folder, place) {
  const fd = openSync(zip, 'r');
  try {
    for (const entry of entriesOf(readDirectory(fd, statSync(zip).size))) {
      const name = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (name === undefined) continue;
      const target = normalize(join(folder, name));
      if (!target.startsWith(folder + sep)) throw new Error(`${entry.name} would be written outside of its folder.`);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, contentOf(fd, entry));
      chmodSync(target, entry.mode & 0o111 ? 0o755 : 0o644);
    }
  } finally {
    closeSync(fd);
  }
}
