/** Closes a union: reaching it at run time means a case was added without its handling. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
