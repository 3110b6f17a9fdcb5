import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Engine } from '../engine-api.ts';
import { engineBug } from './failures.ts';
import { type CarriedArgs, type CarriedCall, type CarriedResult, carriedCalls, isCarriedCall } from './protocol.ts';

type Answerers = { readonly [N in CarriedCall]: (args: CarriedArgs<N>) => Promise<Outcome<CarriedResult<N>>> };

/**
 * Answers one carried call with the engine: arguments and result checked by the same schemas as at the other end. An
 * exception is a bug of ours; it becomes a failure whose detail names the error, and the process lives on.
 */
export async function answerCall(engine: Engine, name: string, args: unknown): Promise<Outcome<unknown>> {
  if (!isCarriedCall(name)) return fail(engineBug(`unknown call ${name}`));
  const asked = carriedCalls[name].args.safeParse(args);
  if (!asked.success) return fail(engineBug(`arguments of ${name}`));
  try {
    const answerer = answerersOf(engine)[name] as (args: unknown) => Promise<Outcome<unknown>>;
    const outcome = await answerer(asked.data);
    if (!outcome.ok) return outcome;
    const result = carriedCalls[name].result.safeParse(outcome.value);
    return result.success ? succeed(result.data) : fail(engineBug(`result of ${name}: ${result.error.message}`));
  } catch (error) {
    return fail(engineBug(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }
}

function answerersOf(engine: Engine): Answerers {
  return {
    ...engine.calls,
    test: (request) => engine.test(request),
    testSide: (request) => engine.testSide(request),
    saveDistrict: ({ district, timeZone, storeKey }) => engine.saveDistrict(district, timeZone, storeKey),
    districts: () => engine.districts(),
    async removeDistrict({ district }) {
      const removed = await engine.removeDistrict(district);
      return removed.ok ? succeed(null) : removed;
    },
    resume: ({ district }) => engine.resume(district),
    changesInFull: ({ district, query }) => engine.changesInFull(district, query),
    tokenEnd: ({ district }) => engine.tokenEnd(district),
    sync: ({ district, trigger }) => engine.sync(district, { trigger, attended: false }),
  };
}
