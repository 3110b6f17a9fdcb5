/** The mark: two towers and the road between them. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <rect x="0" y="0" width="28" height="28" rx="7" fill="#046277" />
      <path d="M4 18.5h20" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" fill="none" />
      <path d="M9 7v15M19 7v15" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" fill="none" />
      <path
        d="M4 14.5Q8 13.5 9 8.5Q14 18 19 8.5Q20 13.5 24 14.5"
        stroke="#98cada"
        strokeWidth="1.8"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
