import { CalendarClock20Regular } from '@fluentui/react-icons/svg/calendar-clock';
import { ClipboardTaskListLtr20Regular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr';
import { HeartPulse20Regular } from '@fluentui/react-icons/svg/heart-pulse';
import { History20Regular } from '@fluentui/react-icons/svg/history';
import { Home20Regular } from '@fluentui/react-icons/svg/home';
import { PeopleCommunity20Regular } from '@fluentui/react-icons/svg/people-community';
import { PersonSearch20Regular } from '@fluentui/react-icons/svg/person-search';
import { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import { WeatherThunderstorm20Regular } from '@fluentui/react-icons/svg/weather-thunderstorm';
import type { ReactNode } from 'react';
import { screenHelp } from '../help/help-targets.ts';
import { RehearsalBanner } from '../rehearse/RehearsalBanner.tsx';
import { showHelp } from '../state/help.ts';
import { type Screen, useNavigation, visit } from '../state/navigation.ts';
import { useDistrict } from '../state/session.ts';
import { type JobKind, useWork } from '../state/work.ts';
import { Mark } from '../ui/Mark.tsx';
import { DistrictMenu } from './DistrictMenu.tsx';
import styles from './Frame.module.css';

const places: readonly {
  readonly label: string;
  readonly screen: Screen;
  readonly icon: ReactNode;
  readonly also?: readonly Screen['name'][];
  readonly practiceOnly?: boolean;
}[] = [
  { label: 'Overview', screen: { name: 'overview' }, icon: <Home20Regular /> },
  { label: 'Review', screen: { name: 'review' }, icon: <ClipboardTaskListLtr20Regular />, also: ['apply', 'findings'] },
  { label: 'Sync log', screen: { name: 'log', run: null }, icon: <History20Regular /> },
  { label: 'Schedule', screen: { name: 'schedule' }, icon: <CalendarClock20Regular /> },
  { label: 'Look up', screen: { name: 'look-up' }, icon: <PersonSearch20Regular /> },
  { label: 'First contact', screen: { name: 'contact' }, icon: <PeopleCommunity20Regular /> },
  { label: 'Check connection', screen: { name: 'doctor' }, icon: <HeartPulse20Regular /> },
  { label: 'Rehearse', screen: { name: 'rehearse' }, icon: <WeatherThunderstorm20Regular />, practiceOnly: true },
  { label: 'Settings', screen: { name: 'settings' }, icon: <Settings20Regular /> },
];

/** Side navigation and header around every screen of a district. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const here = useNavigation((state) => state.screen.name);
  const district = useDistrict();
  const shown = places.filter(({ practiceOnly }) => !practiceOnly || district?.practice);
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}>
        Skip to content
      </button>
      <header className={styles.header}>
        <div className={styles.brand}>
          <Mark />
          <span className={styles.name}>Rosterbridge</span>
        </div>
        <div className={styles.bar}>
          <DistrictMenu />
          <Running />
        </div>
      </header>
      <nav className={styles.nav} aria-label="Main">
        <ul>
          {shown.map(({ label, screen, icon, also }) => (
            <li key={label}>
              <button
                type="button"
                className={styles.place}
                aria-current={here === screen.name || also?.includes(here) ? 'page' : undefined}
                title={label}
                onClick={() => visit(screen)}
              >
                <span aria-hidden className={styles.placeIcon}>
                  {icon}
                </span>
                <span className={styles.placeLabel}>{label}</span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" className={styles.place} title="Help (F1)" onClick={() => showHelp(screenHelp[here])}>
              <span aria-hidden className={styles.placeIcon}>
                <QuestionCircle20Regular />
              </span>
              <span className={styles.placeLabel}>Help</span>
            </button>
          </li>
        </ul>
      </nav>
      <main id="content" className={styles.main}>
        {district?.practice ? <RehearsalBanner district={district} /> : null}
        <div className={styles.room}>{children}</div>
      </main>
    </div>
  );
}

const jobScreens: Readonly<Record<JobKind, Screen>> = {
  plan: { name: 'overview' },
  apply: { name: 'apply' },
  evaluate: { name: 'contact' },
};

const jobWords: Readonly<Record<JobKind, string>> = {
  plan: 'Preparing a preview',
  apply: 'Writing to Canvas',
  evaluate: 'Looking through Canvas',
};

/** Says on every screen that work is going on. */
function Running() {
  const district = useDistrict();
  const job = useWork((state) => (district ? state.jobs[district.id] : undefined));
  if (!district || !job) return null;
  return (
    <button type="button" className={styles.running} onClick={() => visit(jobScreens[job.kind])}>
      <span aria-hidden className={styles.dot} />
      {jobWords[job.kind]}
    </button>
  );
}
