import { Combobox, Option } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { findZones, zoneLabel } from '../state/setup-form.ts';

const shownAtMost = 60;

interface Props {
  readonly id: string;
  readonly zone: string;
  readonly labelledBy?: string;
  readonly describedBy?: string;
  onChange(zone: string): void;
}

/** A time zone, found by typing a city. */
export function ZoneBox({ id, zone, labelledBy, describedBy, onChange }: Props) {
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const now = useMemo(() => new Date(), []);
  const [typed, setTyped] = useState<string | null>(null);
  const found = findZones(zones, typed ?? '', shownAtMost);
  return (
    <Combobox
      inlinePopup
      id={id}
      {...(labelledBy ? { 'aria-labelledby': labelledBy } : {})}
      {...(describedBy ? { 'aria-describedby': describedBy } : {})}
      value={typed ?? zoneLabel(zone, now)}
      selectedOptions={[zone]}
      onChange={(event) => setTyped(event.target.value)}
      onOptionSelect={(_, { optionValue }) => {
        // The kit also reports "nothing selected" while somebody types; only a chosen zone counts.
        if (!optionValue) return;
        onChange(optionValue);
        setTyped(null);
      }}
      onBlur={() => setTyped(null)}
    >
      {found.map((one) => (
        <Option key={one} value={one} text={zoneLabel(one, now)}>
          {zoneLabel(one, now)}
        </Option>
      ))}
      {found.length === 0 ? (
        <Option disabled value="" text="">
          No time zone matches
        </Option>
      ) : null}
    </Combobox>
  );
}
