/**
 * The nonce of this document, which the page handler writes into index.html. Browsers hide it from the attribute, so it
 * is read from the property (electron-checklist §2). Undefined where no policy is in force.
 */
export function documentNonce(): string | undefined {
  for (const element of document.querySelectorAll<HTMLElement>('meta[property="csp-nonce"], script[nonce]')) {
    if (element.nonce && !element.nonce.startsWith('__')) return element.nonce;
  }
  return undefined;
}
