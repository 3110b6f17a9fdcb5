import { CANVAS_TOKEN, SIS_SECRET, STORE_KEY } from './environment-vault.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with what systemd hands to a service beside it: sealed credentials arrive as files in a folder that only
 * this service can read (systemd.exec). A variable that is set wins.
 * @param readFile null where there is no such file
 */
export function withCredentials(env: Environment, readFile: (folder: string, name: string) => string | null): Environment {
  const folder = env.CREDENTIALS_DIRECTORY ?? '';
  if (folder === '') return env;
  const found = [STORE_KEY, SIS_SECRET, CANVAS_TOKEN].flatMap((name) => {
    const value = env[name] ? null : readFile(folder, name);
    return value === null ? [] : [[name, value.replace(/\r?\n$/, '')] as const];
  });
  return { ...env, ...Object.fromEntries(found) };
}
