import { z } from 'zod';
import type { Outcome } from '../../shared/outcome.ts';

/** A developer key and what its sign-in left; instead of a token. */
export const CanvasKey = z.object({
  /** The only place these go. */
  origin: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  refreshToken: z.string().min(1),
  port: z.int(),
});
export type CanvasKey = z.infer<typeof CanvasKey>;

/** The secrets of a district. */
export interface DistrictSecrets {
  /** 64 hex digits. */
  readonly storeKey: string;
  readonly sisSecret: string;
  /** '' beside a developer key. */
  readonly canvasToken: string;
  readonly canvasKey?: CanvasKey | undefined;
}

/** What the operating system offers for keeping secrets, in words for the set-up screen. */
export interface KeyringState {
  readonly available: boolean;
  readonly backend: string;
  readonly explanation: string;
}

/** Keeps the secrets of each district. Values go in and out here only; nothing lists or prints them. */
export interface Vault {
  keyring(): KeyringState;
  read(district: string): Promise<Outcome<DistrictSecrets>>;
  /**
   * The key of a district's store: the kept one, a new random one for a new district, or the environment's.
   * 64 hex digits.
   */
  storeKey(district: string): Promise<Outcome<string>>;
  /** Would `save` keep them safely? Asked before anything is stored anywhere. */
  mayKeep(practice: boolean): Outcome<void>;
  /** Practice secrets open nothing real; they are kept readable so that practice works without a keyring. */
  save(district: string, secrets: DistrictSecrets, practice: boolean): Promise<Outcome<void>>;
  remove(district: string): Promise<Outcome<void>>;
}
