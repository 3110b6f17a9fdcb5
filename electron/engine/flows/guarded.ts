import { fail, type Outcome } from '../../../shared/outcome.ts';
import { failureOf } from '../../store/store-error.ts';
import { WorkerBroke } from '../worker/worker-client.ts';

/** Trouble with the disk reaches us as an exception with its own words; anything else thrown stays a bug. */
export async function guarded<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    const failure = error instanceof WorkerBroke ? error.failure : failureOf(error);
    if (failure === null) throw error;
    return fail(failure);
  }
}
