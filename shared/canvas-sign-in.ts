import { z } from 'zod';

/** Where the browser comes back to after signing in to Canvas; changed where another program uses it. */
export const usualRedirectPort = 17829;

/** What the developer key must name as its redirect address. */
export function redirectAddress(port: number): string {
  return `http://127.0.0.1:${port}/canvas`;
}

export const RedirectPort = z.int().min(1024).max(65_535);

/** A developer key as an admin copies it from Canvas; it travels to main and not back. */
export const CanvasSignInWish = z.object({
  canvasUrl: z.string().min(1).max(2000),
  clientId: z.string().trim().min(1).max(200),
  clientSecret: z.string().trim().min(1).max(500),
  port: RedirectPort,
});
export type CanvasSignInWish = z.infer<typeof CanvasSignInWish>;

/** A sign-in that main keeps until the district is saved; the page only knows its name and whose it is. */
export const CanvasSignedIn = z.object({ grant: z.string().min(1).max(80), user: z.string() });
export type CanvasSignedIn = z.infer<typeof CanvasSignedIn>;
