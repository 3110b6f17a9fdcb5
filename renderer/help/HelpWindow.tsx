import { Button, SearchBox } from '@fluentui/react-components';
import { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { showHelp, useHelp } from '../state/help.ts';
import { useNavigation } from '../state/navigation.ts';
import { plural } from '../ui/format.ts';
import { findHelp } from './find-help.ts';
import styles from './help.module.css';
import type { HelpPage } from './help-page.ts';
import { helpPages } from './help-pages.ts';
import { screenHelp } from './help-targets.ts';
import { Markdown } from './Markdown.tsx';

/**
 * The help over whatever the admin is doing: a modal window of the page, so that what was typed, chosen and scrolled stays as
 * it is below, dialogs included, and closing leads back to the very button it was opened from. F1 opens it on every screen.
 */
export function HelpWindow() {
  const target = useHelp((state) => state.target);
  const close = useHelp((state) => state.close);
  const dialog = useRef<HTMLDialogElement>(null);
  const open = target !== null;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      if (useHelp.getState().target === null) showHelp(screenHelp[useNavigation.getState().screen.name]);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  useLayoutEffect(() => {
    if (!open) return;
    const title = document.title;
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    document.title = 'Help – Rosterbridge';
    return () => {
      shown?.close();
      // The kit's own dialogs watch the focus and may have taken it from where the browser gave it back.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      document.title = title;
    };
  }, [open]);
  return (
    <dialog ref={dialog} aria-label="Help" className={styles.window} onClose={close}>
      {target === null ? null : <Guide target={target} onBack={close} />}
    </dialog>
  );
}

function Guide({ target, onBack }: { readonly target: string; readonly onBack: () => void }) {
  const [search, setSearch] = useState('');
  const [pageId = '', heading = ''] = target.split('#');
  const page = helpPages.find(({ id }) => id === pageId) ?? helpPages[0];
  return (
    <>
      <header className={styles.head}>
        <Button icon={<ArrowLeft20Regular />} onClick={onBack}>
          Back
        </Button>
        <p className={styles.name}>Help</p>
        <SearchBox
          className={styles.search ?? ''}
          aria-label="Search the help"
          placeholder="Search the help"
          value={search}
          onChange={(_, { value }) => setSearch(value)}
        />
      </header>
      <div className={styles.body}>
        <Contents here={search === '' ? page?.id : undefined} onChosen={() => setSearch('')} />
        <main key={search.trim() === '' ? page?.id : 'found'} className={styles.main}>
          {search.trim() !== '' ? (
            <Found search={search} onChosen={() => setSearch('')} />
          ) : page ? (
            <Page page={page} heading={heading} />
          ) : null}
        </main>
      </div>
    </>
  );
}

function Contents({ here, onChosen }: { readonly here: string | undefined; readonly onChosen: () => void }) {
  return (
    <nav className={styles.contents} aria-label="Contents of the help">
      <ul>
        {helpPages.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === here ? 'page' : undefined}
              onClick={() => {
                onChosen();
                showHelp(id);
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Page({ page, heading }: { readonly page: HelpPage; readonly heading: string }) {
  const article = useRef<HTMLElement>(null);
  const asked = useHelp((state) => state.asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever asks for the same heading again has scrolled away from it.
  useEffect(() => {
    const place = article.current?.querySelector<HTMLElement>(`[data-heading="${CSS.escape(`${page.id}#${heading}`)}"]`);
    place?.scrollIntoView({ block: 'start' });
    place?.focus({ preventScroll: true });
  }, [page, heading, asked]);
  return (
    <article ref={article} className={styles.article} aria-label={page.title}>
      {page.sections.map(({ id, title, depth, tokens }) => {
        const Heading = depth === 1 ? 'h1' : depth === 2 ? 'h2' : 'h3';
        return (
          <section key={id}>
            <Heading tabIndex={-1} data-heading={`${page.id}#${id}`}>
              {title}
            </Heading>
            <Markdown tokens={tokens} page={page.id} />
          </section>
        );
      })}
    </article>
  );
}

function Found({ search, onChosen }: { readonly search: string; readonly onChosen: () => void }) {
  const found = findHelp(helpPages, search);
  return (
    <section className={styles.article} aria-labelledby="help-found">
      <h1 id="help-found">
        <span role="status">{found.length === 0 ? 'Nothing found' : plural(found.length, 'place', 'places')}</span>
      </h1>
      {found.length === 0 ? <p>Try fewer words, or another word for it.</p> : null}
      <ul className={styles.found}>
        {found.map(({ page, section, excerpt }) => (
          <li key={`${page.id}#${section.id}`}>
            <button
              type="button"
              onClick={() => {
                onChosen();
                showHelp(`${page.id}#${section.id}`);
              }}
            >
              <strong>{section.id === '' ? page.title : `${page.title}: ${section.title}`}</strong>
              <span>{excerpt}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
