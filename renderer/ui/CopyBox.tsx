import { Button } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import styles from './CopyBox.module.css';
import { announce } from './Live.tsx';

interface Props {
  readonly label: string;
  readonly text: string;
  readonly rows?: number;
}

/** Text to be taken somewhere else: shown whole, copied by one press. */
export function CopyBox({ label, text, rows = 1 }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => {
    box.current?.focus();
    box.current?.select();
    // Pages get no permission to write to the clipboard by themselves; what is selected may be copied by a press of a button.
    const done = document.execCommand('copy');
    setCopied(done);
    announce(done ? `${label} copied` : `${label} is selected; copy it with the keyboard`);
  };
  return (
    <div className={styles.box}>
      <span className={styles.label}>{label}</span>
      <div className={styles.row}>
        <textarea ref={box} readOnly rows={rows} spellCheck={false} aria-label={label} className={styles.text} value={text} />
        <Button onClick={copy}>
          Copy<span className="visually-hidden"> {label}</span>
        </Button>
      </div>
      {copied === null ? null : <span className={styles.label}>{copied ? 'Copied.' : 'Selected: copy with Ctrl+C or ⌘C.'}</span>}
    </div>
  );
}
