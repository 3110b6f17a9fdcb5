import { createDOMRenderer, FluentProvider, RendererProvider, Spinner } from '@fluentui/react-components';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import { HelpWindow } from '../help/HelpWindow.tsx';
import { arrive, followCalls } from '../state/arrival.ts';
import { type Screen, useNavigation } from '../state/navigation.ts';
import { followSchedule } from '../state/schedule.ts';
import { followDistricts, useSession } from '../state/session.ts';
import { followWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { LiveRegion } from '../ui/Live.tsx';
import { pickTheme } from '../ui/theme.ts';
import styles from './App.module.css';
import { Frame } from './Frame.tsx';
import { keepFocus } from './keep-focus.ts';
import { Screens } from './Screens.tsx';
import { useMedia } from './use-media.ts';

/** Screens of set-up, which have the window to themselves. */
const bare: ReadonlySet<Screen['name']> = new Set(['welcome', 'setup', 'fit']);

/** The whole window: theme, styles under the document's nonce, and the screen the admin is on. */
export function App({ nonce }: { readonly nonce: string | undefined }) {
  const renderer = useMemo(() => createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {}), [nonce]);
  const choice = useSession((state) => state.shell?.theme ?? 'system');
  const { theme, dark } = pickTheme(choice, {
    dark: useMedia('(prefers-color-scheme: dark)'),
    forced: useMedia('(forced-colors: active)'),
    moreContrast: useMedia('(prefers-contrast: more)'),
  });
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  useEffect(() => {
    const stops = [followDistricts(), followWork(), followSchedule(), followCalls(), keepFocus()];
    void useSession.getState().start().then(arrive);
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={theme} className={styles.provider}>
        <LiveRegion />
        <Content />
        <HelpWindow />
      </FluentProvider>
    </RendererProvider>
  );
}

function Content() {
  const { shell, failure, reload } = useSession();
  const framed = useNavigation((state) => !bare.has(state.screen.name));
  if (!shell) {
    return (
      <main className={styles.waiting}>
        {failure ? <FailureNotice failure={failure} onRetry={() => void reload()} /> : <Spinner label="Starting Rosterbridge" />}
      </main>
    );
  }
  return framed ? (
    <Frame>
      <Screens />
    </Frame>
  ) : (
    <main className={styles.bare}>
      <Screens />
    </main>
  );
}
