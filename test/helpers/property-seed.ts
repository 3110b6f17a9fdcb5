import fc from 'fast-check';

/**
 * Property tests look at the same cases every time, so that a red run can be repeated; a campaign looks at others:
 * `PROPERTY_SEED=7 ROSTER_RUNS=3000 npm run test:unit`.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261124) });
