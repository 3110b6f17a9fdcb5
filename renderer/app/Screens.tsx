import { assertNever } from '../../shared/assert-never.ts';
import { ApplyScreen } from '../apply/ApplyScreen.tsx';
import { ContactScreen } from '../contact/ContactScreen.tsx';
import { DoctorScreen } from '../doctor/DoctorScreen.tsx';
import { FindingsScreen } from '../findings/FindingsScreen.tsx';
import { LogScreen } from '../log/LogScreen.tsx';
import { LookUpScreen } from '../lookup/LookUpScreen.tsx';
import { OverviewScreen } from '../overview/OverviewScreen.tsx';
import { RehearseScreen } from '../rehearse/RehearseScreen.tsx';
import { ReviewScreen } from '../review/ReviewScreen.tsx';
import { ScheduleScreen } from '../schedule/ScheduleScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { FitScreen } from '../setup/FitScreen.tsx';
import { SetupScreen } from '../setup/SetupScreen.tsx';
import { useNavigation } from '../state/navigation.ts';
import { useDistrict } from '../state/session.ts';
import { WelcomeScreen } from '../welcome/WelcomeScreen.tsx';
import { ScreenGuard } from './ScreenGuard.tsx';

/** The screen the admin is on. Screens of a district fall back to the welcome while there is none. */
export function Screens() {
  const screen = useNavigation((state) => state.screen);
  const district = useDistrict();
  return <ScreenGuard key={`${screen.name} ${district?.id ?? ''}`}>{pick()}</ScreenGuard>;

  function pick() {
    if (screen.name === 'welcome') return <WelcomeScreen />;
    if (screen.name === 'setup') return <SetupScreen />;
    if (screen.name === 'settings') return <SettingsScreen group={screen.group ?? null} />;
    if (!district) return <WelcomeScreen />;
    switch (screen.name) {
      case 'fit':
        return <FitScreen district={district} />;
      case 'overview':
        return <OverviewScreen district={district} />;
      case 'review':
        return <ReviewScreen district={district} />;
      case 'apply':
        return <ApplyScreen district={district} />;
      case 'findings':
        return <FindingsScreen district={district} plan={screen.plan} />;
      case 'look-up':
        return <LookUpScreen district={district} />;
      case 'contact':
        return <ContactScreen district={district} />;
      case 'doctor':
        return <DoctorScreen district={district} />;
      case 'schedule':
        return <ScheduleScreen district={district} />;
      case 'rehearse':
        return <RehearseScreen district={district} />;
      case 'log':
        return <LogScreen district={district} run={screen.run} />;
      default:
        return assertNever(screen);
    }
  }
}
