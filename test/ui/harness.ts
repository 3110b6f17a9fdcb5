import { fakeBridge } from './fake-bridge.ts';
import { scenarios } from './scenarios.ts';

/** The real renderer on a bridge that answers from sample data: `?scenario=held`. Not part of the product. */
const name = new URLSearchParams(location.search).get('scenario') ?? 'first-run';
const scenario = scenarios[name];
if (!scenario) throw new Error(`No scenario ${name}; there are ${Object.keys(scenarios).join(', ')}`);
Object.defineProperty(window, 'rosterbridge', { value: fakeBridge(scenario) });
await import('../../renderer/main.tsx');
