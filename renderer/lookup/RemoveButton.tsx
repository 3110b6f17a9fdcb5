import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { EntityKind } from '../../shared/entities.ts';
import type { Explanation } from '../../shared/explain.ts';
import panel from '../ui/side-panel.module.css';
import { entityNouns } from '../ui/words.ts';
import { type Place, removableOf } from './removal.ts';

interface Props {
  readonly explanation: Explanation;
  readonly place: Place;
  onRemove(): void;
}

/** Removing is for a person only (ROSTER-RULES D4); where it cannot be, the reason stands beside the button. */
export function RemoveButton({ explanation, place, onRemove }: Props) {
  const why = useId();
  const removable = removableOf(explanation, place);
  const noun = entityNouns[place.entity as EntityKind].one;
  return (
    <div className={panel.part}>
      <div>
        <Button
          size="small"
          disabledFocusable={!removable.allowed}
          aria-describedby={removable.allowed ? undefined : why}
          onClick={onRemove}
        >
          Remove this {noun} from Canvas…
        </Button>
      </div>
      {removable.allowed ? null : (
        <p id={why} className={panel.quiet}>
          {removable.why}
        </p>
      )}
    </div>
  );
}
