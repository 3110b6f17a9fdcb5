import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './side-panel.module.css';

interface Props {
  /** Names the panel: "Change in detail". */
  readonly label: string;
  readonly title: string;
  /** Opened by keyboard: the heading takes the focus. */
  readonly takeFocus: boolean;
  /** Half of the room, where the panel is what the screen is about. */
  readonly wide?: boolean;
  /** More buttons beside the one that closes. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  onClose(): void;
}

/** One row of a grid in full, beside it. Escape closes it. */
export function SidePanel({ label, title, takeFocus, wide = false, tools, children, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A dialog opened by a key has no button to give the focus back to.
  const restore = useRestoreFocusTarget();
  useEffect(() => {
    if (takeFocus) heading.current?.focus();
  }, [takeFocus]);
  return (
    <aside
      className={styles.panel}
      data-wide={wide}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={styles.head}>
        <h2 {...restore} ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <div className={styles.tools}>
          {tools}
          <Button size="small" appearance="subtle" icon={<Dismiss20Regular />} aria-label="Close details" onClick={onClose} />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.body} tabIndex={0} role="group" aria-label="Details">
        {children}
      </div>
    </aside>
  );
}
