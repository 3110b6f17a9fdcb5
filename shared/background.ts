import { z } from 'zod';

/** Where a click on a notification, or the tray, leads. */
export const Destination = z.object({
  district: z.string().nullable(),
  screen: z.enum(['overview', 'review', 'log', 'doctor', 'schedule']),
});
export type Destination = z.infer<typeof Destination>;

/** How the app lives without its window. */
export const BackgroundState = z.object({
  closeToTray: z.boolean(),
  /** False where this desktop shows no tray icons: a second start opens the window. */
  tray: z.boolean(),
  startAtLogin: z.object({
    on: z.boolean(),
    /** What the operating system wants from a person before it works; '' when nothing. */
    note: z.string(),
  }),
});
export type BackgroundState = z.infer<typeof BackgroundState>;
