import { Button } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { type FitPlace, fitPlaces, useFit } from '../state/fit.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { Mark } from '../ui/Mark.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { FitBegin } from './FitBegin.tsx';
import { FitQuestion } from './FitQuestion.tsx';
import { FitSchedule } from './FitSchedule.tsx';
import { FitSummary } from './FitSummary.tsx';
import { fitTitles } from './fit-words.ts';
import styles from './SetupScreen.module.css';

/** The second half of set-up: questions with what the answers yield in this district, the schedule, and a summary. It may be left and taken up again. */
export function FitScreen({ district }: { readonly district: District }) {
  const { place, reached, by, go } = useFit();
  const load = useDistrictSettings((state) => state.load);
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a preview that ended left new numbers
  useEffect(() => {
    void load(district.id);
  }, [district.id, ended, load]);
  return (
    <div className={styles.screen}>
      <div className={styles.brand}>
        <Mark size={32} />
        <span>Rosterbridge</span>
        <div className={styles.leave}>
          <Button appearance="subtle" onClick={() => visit({ name: 'overview' })}>
            Later
          </Button>
        </div>
      </div>
      <div className={styles.columns} data-wide={place !== 'begin'}>
        <div className={styles.side}>
          <p className={styles.purpose}>Fit to {district.name}</p>
          <Stepper
            label="Questions of set-up"
            steps={fitPlaces.map((one) => fitTitles[one])}
            current={fitPlaces.indexOf(place)}
            // Every answer carries a name, and that is asked first.
            reached={by.trim() === '' ? 0 : reached}
            onVisit={(index) => go(fitPlaces[index] ?? 'begin')}
          />
        </div>
        <div className={styles.content}>
          <Place place={place} district={district} />
        </div>
      </div>
    </div>
  );
}

function Place({ place, district }: { readonly place: FitPlace; readonly district: District }) {
  if (place === 'begin') return <FitBegin district={district} />;
  if (place === 'schedule') return <FitSchedule district={district} />;
  if (place === 'summary') return <FitSummary district={district} />;
  return <FitQuestion key={place} step={place} />;
}
