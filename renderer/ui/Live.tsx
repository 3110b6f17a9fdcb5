import { create } from 'zustand';

const useSpoken = create<{ readonly text: string; readonly turn: number }>()(() => ({ text: '', turn: 0 }));

/** Says one sentence to a screen reader, politely. Only phases and results, never every per cent. */
export function announce(text: string): void {
  useSpoken.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

/** The one live region of the window. */
export function LiveRegion() {
  const { text, turn } = useSpoken();
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      <span key={turn}>{text}</span>
    </div>
  );
}
