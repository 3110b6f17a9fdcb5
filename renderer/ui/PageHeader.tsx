import { type ReactNode, useEffect, useRef } from 'react';
import styles from './page.module.css';

interface Props {
  readonly title: string;
  /** One quiet line below the title. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Window title when it differs from the heading. */
  readonly windowTitle?: string;
}

/** The heading of a screen: takes the focus when the screen appears and names the window (electron-checklist §14). */
export function PageHeader({ title, lead, actions, windowTitle }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${windowTitle ?? title} – Rosterbridge`;
  }, [title, windowTitle]);
  return (
    <header className={styles.header}>
      <div className={styles.titles}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {lead ? <div className={styles.lead}>{lead}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </header>
  );
}

/** A screen's room: `fill` keeps it as tall as the window (grids), otherwise it scrolls. */
export function Page({ children, fill = false }: { readonly children: ReactNode; readonly fill?: boolean }) {
  return <div className={fill ? styles.fill : styles.page}>{children}</div>;
}

/** A titled block on a page. */
export function Panel({
  title,
  actions,
  children,
}: {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.panel} aria-label={title}>
      {title ? (
        <div className={styles.panelHead}>
          <h2 className={styles.panelTitle}>{title}</h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}
