import { type HelpTarget, showHelp } from '../state/help.ts';
import styles from './link.module.css';

/** "Help" beside something, opened at what is said about it. @param about what a screen reader hears after the word. */
export function HelpLink({ target, about }: { readonly target: HelpTarget; readonly about: string }) {
  return (
    <button type="button" className={styles.link} aria-label={`Help: ${about}`} onClick={() => showHelp(target)}>
      Help
    </button>
  );
}
