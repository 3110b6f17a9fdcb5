import { userInfo } from 'node:os';

/** Whoever is signed in to this computer, for decisions that carry a name; '' where the system does not tell. */
export function whoIsIt(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
