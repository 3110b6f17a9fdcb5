import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { RemovableKind } from '../../shared/removal.ts';
import type { Run } from '../../shared/run.ts';
import type { AskedRecord } from '../state/look-up.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { runTotals } from '../ui/run-words.ts';
import { SignedDialog } from '../ui/SignedDialog.tsx';
import { entityNouns } from '../ui/words.ts';
import { type Place, removalMeaning } from './removal.ts';

interface Props {
  readonly district: District;
  readonly record: AskedRecord;
  readonly place: Place;
  onClose(): void;
}

/** A person removes one thing from Canvas (ROSTER-RULES D4): what it means, why, then what came of it. */
export function RemoveDialog({ district, record, place, onClose }: Props) {
  const remove = useWork((state) => state.remove);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [run, setRun] = useState<Run | null>(null);
  const kind = RemovableKind.parse(place.entity);
  const noun = entityNouns[kind].one;
  const sign = async (by: string, reason: string) => {
    setBusy(true);
    setFailure(null);
    const answer = await remove(district.id, { kind, sourcedId: record.sourcedId, by, reason });
    setBusy(false);
    if (answer.ok) setRun(answer.value);
    else setFailure(answer.failure);
  };
  if (run) return <Result run={run} label={record.label} noun={noun} onClose={onClose} />;
  return (
    <SignedDialog
      title={`Remove this ${noun} from Canvas?`}
      accept={busy ? 'Removing…' : `Remove ${noun}`}
      hint="Kept in the sync log."
      withReason
      busy={busy}
      failure={failure}
      onSign={(by, reason) => void sign(by, reason)}
      onClose={() => (busy ? undefined : onClose())}
    >
      <p>
        <strong>{record.label}</strong>
      </p>
      <p>{removalMeaning[kind]}</p>
      <p>The SIS and Canvas are asked once more before anything is written. Should the SIS name it again, it is made again.</p>
      {busy ? <Steps district={district} /> : null}
    </SignedDialog>
  );
}

function Steps({ district }: { readonly district: District }) {
  const step = useWork((state) => state.jobs[district.id]?.progress?.step) ?? 'Asking the SIS and Canvas';
  useEffect(() => announce(step), [step]);
  return <Spinner size="small" labelPosition="after" label={`${step}…`} />;
}

interface ResultProps {
  readonly run: Run;
  readonly label: string;
  readonly noun: string;
  onClose(): void;
}

function Result({ run, label, noun, onClose }: ResultProps) {
  const gone = run.state === 'done' && runTotals(run.counts).confirmed === 1;
  useEffect(() => announce(gone ? 'Removed' : 'Not removed'), [gone]);
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{gone ? `The ${noun} is removed` : `The ${noun} may still be there`}</DialogTitle>
          <DialogContent>
            {run.failure ? (
              <FailureNotice failure={run.failure} />
            ) : gone ? (
              <Notice tone="good">“{label}” was removed, and Canvas no longer shows it.</Notice>
            ) : (
              <Notice tone="warning">Canvas did not show the removal. The sync log says what it answered.</Notice>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={() => visit({ name: 'log', run: run.id })}>See it in the sync log</Button>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
