import { z } from 'zod';

// zod probes `new Function`; under our policy that would report a violation. Must run before any schema does.
z.config({ jitless: true });
