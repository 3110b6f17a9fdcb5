import { SearchBox } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

interface Props {
  readonly label: string;
  /** What is searched for now; emptied from outside, the box is emptied too. */
  readonly value: string;
  onSearch(search: string): void;
  readonly placeholder?: string;
  readonly className?: string;
}

/** Waits until the typing pauses, because each search is a query. */
export function PatientSearch({ label, value, onSearch, placeholder = 'Search names, logins, codes', className = '' }: Props) {
  const [typed, setTyped] = useState(value);
  const told = useRef({ value, onSearch });
  told.current = { value, onSearch };
  useEffect(() => {
    if (value === '') setTyped('');
  }, [value]);
  useEffect(() => {
    const wait = setTimeout(() => {
      if (typed.trim() !== told.current.value) told.current.onSearch(typed.trim());
    }, 200);
    return () => clearTimeout(wait);
  }, [typed]);
  return (
    <SearchBox
      size="small"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      maxLength={200}
      value={typed}
      onChange={(_, data) => setTyped(data.value)}
    />
  );
}
