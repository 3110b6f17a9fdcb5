import { Link } from '@fluentui/react-components';
import { type HelpTarget, showHelp } from '../state/help.ts';

/** "Help" beside something, opened at what is said about it. @param about what a screen reader hears after the word. */
export function HelpLink({ target, about }: { readonly target: HelpTarget; readonly about: string }) {
  return (
    <Link as="button" inline aria-label={`Help: ${about}`} onClick={() => showHelp(target)}>
      Help
    </Link>
  );
}
