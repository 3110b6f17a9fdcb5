import { Button } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { announce } from '../ui/Live.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './doctor.module.css';

/** The findings as a letter the district can send to whoever runs its SIS. */
export function SupportLetter({ letter }: { readonly letter: string }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => {
    const done = copyFrom(text.current);
    setCopied(done);
    announce(done ? 'Letter copied' : 'The letter is selected; copy it with the keyboard');
  };
  return (
    <Panel title="Letter to your SIS support" actions={<Button onClick={copy}>Copy letter</Button>}>
      <p className={styles.quiet}>
        Everything found on the SIS’ side, ready to be sent. It holds no secret and names no person.
        {copied === true ? ' Copied.' : copied === false ? ' It is selected now: copy it with Ctrl+C or ⌘C.' : ''}
      </p>
      <textarea
        ref={text}
        readOnly
        spellCheck={false}
        aria-label="Letter to your SIS support"
        className={styles.letter}
        value={letter}
      />
    </Panel>
  );
}

/** Pages get no permission to write to the clipboard by themselves; what is selected may be copied by a press of a button. */
function copyFrom(area: HTMLTextAreaElement | null): boolean {
  area?.focus();
  area?.select();
  return area !== null && document.execCommand('copy');
}
