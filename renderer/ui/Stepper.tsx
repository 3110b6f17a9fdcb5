import { Checkmark16Filled } from '@fluentui/react-icons/svg/checkmark';
import styles from './Stepper.module.css';

interface Props {
  readonly label: string;
  readonly steps: readonly string[];
  readonly current: number;
  /** Steps up to this one may be visited. */
  readonly reached: number;
  onVisit(step: number): void;
}

/** Where one is in a sequence of steps, and the way back to those behind. */
export function Stepper({ label, steps, current, reached, onVisit }: Props) {
  return (
    <nav aria-label={label}>
      <ol className={styles.steps}>
        {steps.map((step, index) => {
          const done = index < reached && index !== current;
          return (
            <li key={step}>
              <button
                type="button"
                className={styles.step}
                disabled={index > reached}
                aria-current={index === current ? 'step' : undefined}
                onClick={() => onVisit(index)}
              >
                <span className={styles.dot} aria-hidden>
                  {done ? <Checkmark16Filled /> : index + 1}
                </span>
                <span>
                  <span className="visually-hidden">Step {index + 1}: </span>
                  {step}
                  {done ? <span className="visually-hidden">, done</span> : null}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
