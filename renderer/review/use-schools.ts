import { useReview } from '../state/review.ts';
import { placeWord } from '../ui/words.ts';

export interface School {
  readonly id: string;
  readonly name: string;
}

/** The schools of the plan on screen, for the filter; plans of earlier versions know only ids. */
export function useSchools(): readonly School[] {
  const facets = useReview((state) => state.facets);
  return (facets?.schools ?? []).map(({ id, name }) => ({ id, name: name === '' && id !== '' ? id : placeWord(name) }));
}
