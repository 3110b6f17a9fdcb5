import { ArrowSync16Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { Checkmark16Regular } from '@fluentui/react-icons/svg/checkmark';
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle';
import { Warning16Regular } from '@fluentui/react-icons/svg/warning';
import type { RunState } from '../../shared/run.ts';
import { stateTone } from './run-words.ts';
import { Tag } from './Tag.tsx';
import { runStateWords } from './words.ts';

const icons = {
  good: <Checkmark16Regular />,
  warning: <Warning16Regular />,
  bad: <ErrorCircle16Regular />,
  neutral: <ArrowSync16Regular />,
  brand: <ArrowSync16Regular />,
} as const;

/** The state of a run as icon and word. */
export function StateTag({ state }: { readonly state: RunState }) {
  const tone = stateTone(state);
  return (
    <Tag tone={tone} icon={state === 'cancelled' ? undefined : icons[tone]}>
      {runStateWords[state]}
    </Tag>
  );
}
