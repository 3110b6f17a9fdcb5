import { Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import { type SettingGroup, settingGroups, settingGroupWords, wordsOf } from '../../shared/setting-words.ts';
import { changedKeys, useDistrictSettings } from '../state/district-settings.ts';
import { useDistrict } from '../state/session.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatWhen } from '../ui/format.ts';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { AppSection } from './AppSection.tsx';
import { DistrictSection } from './DistrictSection.tsx';
import { FoundSettings } from './FoundSettings.tsx';
import { findSettings } from './find-settings.ts';
import { SaveBar } from './SaveBar.tsx';
import styles from './settings.module.css';

type Section = SettingGroup | 'app';

/** The district's settings in groups, each with what it yields; and the app's own. */
export function SettingsScreen({ group }: { readonly group: SettingGroup | null }) {
  const district = useDistrict();
  const [section, setSection] = useState<Section>(district ? (group ?? 'time') : 'app');
  const shown = district ? section : 'app';
  const [search, setSearch] = useState('');
  const visitSection = (next: Section) => {
    setSearch('');
    setSection(next);
  };
  return (
    <Page>
      <PageHeader title="Settings" lead={district ? <Version district={district} /> : undefined} />
      <div className={styles.columns}>
        <Sections
          district={district}
          section={search === '' ? shown : null}
          search={search}
          onSearch={setSearch}
          onVisit={visitSection}
        />
        <div className={styles.content}>
          {search !== '' ? (
            <FoundSettings found={findSettings(search)} />
          ) : shown === 'app' ? (
            <AppSection />
          ) : (
            <OfDistrict section={shown} />
          )}
          {district ? <SaveBar onShow={(setting) => visitSection(wordsOf(setting).group)} /> : null}
        </div>
      </div>
    </Page>
  );
}

function Version({ district }: { readonly district: District }) {
  const { of, stored, load } = useDistrictSettings();
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a preview that ended left new numbers
  useEffect(() => {
    void load(district.id);
  }, [district.id, ended, load]);
  if (stored === null || of !== district.id) return district.name;
  const { version, at, by } = stored;
  return `${district.name}: version ${version}, saved ${formatWhen(at)}${by === '' ? '' : ` by ${by}`}`;
}

function OfDistrict({ section }: { readonly section: SettingGroup }) {
  const { stored, failure, of, load } = useDistrictSettings();
  if (stored !== null) return <DistrictSection group={section} />;
  if (failure !== null) return <FailureNotice failure={failure} onRetry={() => void load(of ?? '')} />;
  return <Spinner label="Loading the settings" />;
}

interface SectionsProps {
  readonly district: District | null;
  readonly section: Section | null;
  readonly search: string;
  onSearch(search: string): void;
  onVisit(section: Section): void;
}

function Sections({ district, section, search, onSearch, onVisit }: SectionsProps) {
  const { stored, draft } = useDistrictSettings();
  const changed = stored !== null && draft !== null ? changedKeys(stored, draft) : [];
  return (
    <nav className={styles.nav} aria-label="Groups of settings">
      {district ? (
        <div>
          <PatientSearch
            label="Search settings"
            placeholder="Search settings"
            className={styles.search ?? ''}
            value={search}
            onSearch={onSearch}
          />
          <p className={styles.navTitle}>This district</p>
          <ul>
            {settingGroups.map((group) => (
              <Place
                key={group}
                title={settingGroupWords[group].title}
                here={section === group}
                changed={changed.filter((key) => wordsOf(key).group === group).length}
                onVisit={() => onVisit(group)}
              />
            ))}
          </ul>
        </div>
      ) : null}
      <div>
        <p className={styles.navTitle}>This app</p>
        <ul>
          <Place title="Look and districts" here={section === 'app'} changed={0} onVisit={() => onVisit('app')} />
        </ul>
      </div>
    </nav>
  );
}

interface PlaceProps {
  readonly title: string;
  readonly here: boolean;
  readonly changed: number;
  onVisit(): void;
}

function Place({ title, here, changed, onVisit }: PlaceProps) {
  return (
    <li>
      <button type="button" className={styles.place} aria-current={here ? 'true' : undefined} onClick={onVisit}>
        {title}
        {changed > 0 ? (
          <span className={styles.changedCount}>
            {changed}
            <span className="visually-hidden"> changed</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}
