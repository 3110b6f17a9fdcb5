/** Removes what a log must not carry: secrets known to this process, anything that looks like one, and people's details. */
export interface Redactor {
  /** From now on this value is masked wherever it appears, in the spellings it takes on the way. */
  learn(secret: string): void;
  redact(text: string): string;
}

const MASK = '[secret]';
/** Shorter values would mask ordinary words. */
const SHORTEST = 6;

/** Patterns of secrets nobody told us about; each keeps the part that helps support. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(bearer|basic|oauth|negotiate|ntlm)\b\s*)?[^\r\n"'}]+/gi, `$1$2 ${MASK}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  [
    /((?:client_secret|access_token|refresh_token|oauth_signature|oauth_token|oauth_consumer_secret|api_key|password|passwd|verifier|x-amz-signature|x-amz-security-token|sig|signature)["']?\s*(?:=|:|%3D)\s*["']?)[^\s"'&,;}]+/gi,
    `$1${MASK}`,
  ],
  [/(https?:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${MASK}@`],
  [/\b\d{1,6}~[A-Za-z0-9]{20,}\b/g, MASK],
];

/** Fields of OneRoster and Canvas that name a person or reach one (DESIGN §1, promise 5). */
const personal =
  /(["']?\b(?:givenName|familyName|middleName|first_name|last_name|full_name|sortable_name|short_name|display_name|user_name|preferredFirstName|preferredLastName|username|login_id|loginId|phone|sms|email)\b["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;}&]+)/gi;
const email = /[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

export function createRedactor(): Redactor {
  const known = new Set<string>();
  return {
    learn(secret) {
      if (secret.length < SHORTEST) return;
      const json = JSON.stringify(secret).slice(1, -1);
      for (const spelling of [
        secret,
        json,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      ]) {
        known.add(spelling);
      }
    },
    redact(text) {
      let clean = text;
      // Longest first, so that a secret holding another one goes as a whole.
      for (const secret of [...known].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, MASK);
      for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
      return clean.replace(personal, '$1"[person]"').replace(email, '[e-mail]');
    },
  };
}
