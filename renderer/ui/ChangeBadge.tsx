import { AddCircle16Regular } from '@fluentui/react-icons/svg/add-circle';
import { ArrowSwap16Regular } from '@fluentui/react-icons/svg/arrow-swap';
import { ArrowUndo16Regular } from '@fluentui/react-icons/svg/arrow-undo';
import { Edit16Regular } from '@fluentui/react-icons/svg/edit';
import { Link16Regular } from '@fluentui/react-icons/svg/link';
import { SubtractCircle16Regular } from '@fluentui/react-icons/svg/subtract-circle';
import type { ChangeAction, RemovalKind } from '../../shared/plan.ts';
import styles from './ChangeBadge.module.css';
import { changeWord } from './words.ts';

const icons = {
  create: AddCircle16Regular,
  update: Edit16Regular,
  delete: SubtractCircle16Regular,
  restore: ArrowUndo16Regular,
  adopt: Link16Regular,
  remap: ArrowSwap16Regular,
} as const;

/** The kind of a change as icon and word; the colour only repeats it. */
export function ChangeBadge({ action, how = null }: { readonly action: ChangeAction; readonly how?: RemovalKind | null }) {
  const Icon = icons[action];
  return (
    <span className={styles.badge} data-action={action}>
      <Icon aria-hidden />
      {changeWord(action, how)}
    </span>
  );
}
