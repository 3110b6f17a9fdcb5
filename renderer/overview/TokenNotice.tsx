import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import { useTokenEnd } from '../state/token-end.ts';
import { plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';

/** Weeks ahead: nobody makes a token in a hurry on the first day of school. */
const WARN_DAYS = 30;

/** The Canvas token ends soon; said before syncs stop. */
export function TokenNotice({ district }: { readonly district: District }) {
  const { of, days, ask } = useTokenEnd();
  useEffect(() => {
    void ask(district.id);
  }, [district.id, ask]);
  if (of !== district.id || days === null || days > WARN_DAYS) return null;
  return (
    <Notice
      tone="warning"
      title={days < 1 ? 'The Canvas token ends today' : `The Canvas token ends in ${plural(days, 'day', 'days')}`}
    >
      From then on syncs stop. Make a new one in Canvas under Account › Settings, and enter it under Settings › Look and districts
      › Add a district with the same two addresses: the district is kept as it is.
    </Notice>
  );
}
