import { Button } from '@fluentui/react-components';
import type { SourceRecord } from '../../shared/entities.ts';
import { Explainable } from '../../shared/explain.ts';
import type { AskedRecord } from '../state/look-up.ts';

interface Props {
  readonly source: SourceRecord | null;
  readonly label: string;
  onAsk(record: AskedRecord): void;
}

/** Asks why about the SIS record something came from; nothing where there is none that can be asked about. */
export function WhyButton({ source, label, onAsk }: Props) {
  const collection = Explainable.safeParse(source?.collection);
  if (source === null || !collection.success) return null;
  return (
    <div>
      <Button size="small" onClick={() => onAsk({ collection: collection.data, sourcedId: source.sourcedId, label })}>
        Why? What both sides have
      </Button>
    </div>
  );
}
