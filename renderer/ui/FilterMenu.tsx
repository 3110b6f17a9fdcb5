import { Dropdown, Option } from '@fluentui/react-components';

const every = 'every';

interface Props {
  readonly label: string;
  /** What it says while nothing is chosen; null where something always is. */
  readonly none: string | null;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value: string | null;
  readonly className?: string | undefined;
  onChange(value: string | null): void;
}

/** One of few: what a list is narrowed to, or sorted by. */
export function FilterMenu({ label, none, options, value, className, onChange }: Props) {
  return (
    <Dropdown
      inlinePopup
      size="small"
      aria-label={label}
      className={className ?? ''}
      selectedOptions={[value ?? every]}
      value={options.find((one) => one.value === value)?.text ?? none ?? ''}
      onOptionSelect={(_, { optionValue }) => onChange(optionValue === undefined || optionValue === every ? null : optionValue)}
    >
      {none === null ? null : <Option value={every}>{none}</Option>}
      {options.map(({ value: one, text }) => (
        <Option key={one} value={one}>
          {text}
        </Option>
      ))}
    </Dropdown>
  );
}
