/**
 * The built district worker, unchanged, and watched: a pull's file is never committed and is thrown away with the run, so
 * its rows are written down the moment it is closed.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Libsql from 'libsql';

const { close } = Libsql.prototype;

Libsql.prototype.close = function closeWatched() {
  const file = all(this, 'PRAGMA database_list')[0]?.[2] ?? '';
  if (/work-[^/\\]*\.db$/.test(file)) writeFileSync(join(dirname(file), 'rows.json'), JSON.stringify(rowsOf(this)));
  return close.call(this);
};

/** @param {Libsql.Database} db @returns {Record<string, string[][]>} id, part, user and body of each collection's rows */
function rowsOf(db) {
  /** @type {Record<string, string[][]>} */
  const rows = {};
  for (const [name = ''] of all(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%columns TEXT%'"))
    rows[name] = enrollmentsOf(db);
  for (const [name = ''] of all(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%part TEXT%body TEXT%'")) {
    const collection = name.replace(/_\d+$/, '');
    rows[collection] = [...(rows[collection] ?? []), ...all(db, `SELECT id, part, '', body FROM ${name}`)];
  }
  return rows;
}

/** Enrollments lie in chunks of parallel lists; the body of most is one of the kinds. @param {Libsql.Database} db */
function enrollmentsOf(db) {
  const bodies = new Map(all(db, 'SELECT kind, body FROM enrollment_kinds').map(([kind, body]) => [Number(kind), body ?? '']));
  return all(db, 'SELECT columns FROM enrollments').flatMap(([text = '']) => {
    const [, ids, classes, users, kinds] = JSON.parse(text);
    return ids.map((/** @type {string} */ id, /** @type {number} */ i) => {
      const body = typeof kinds[i] === 'number' ? bodies.get(kinds[i]) : kinds[i][1];
      return [id, classes[i], users[i], body];
    });
  });
}

/** @param {Libsql.Database} db @param {string} sql @returns {string[][]} */
function all(db, sql) {
  return /** @type {string[][]} */ (db.prepare(sql).raw().all());
}

// By address, so that the type check does not read the bundle.
await import(new URL('../../dist/district-worker.js', import.meta.url).href);
