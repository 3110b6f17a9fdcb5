/**
 * The browser step of a sign-in with nothing but HTTP: follows where it is sent, keeps the cookie, and says yes or no on the page
 * that asks for consent. Answers the last page it saw.
 */
export async function browse(
  address: string,
  decision: 'authorize' | 'cancel' = 'authorize',
): Promise<{ url: string; text: string }> {
  let cookie = '';
  let next = new URL(address);
  let method = 'GET';
  for (let hops = 0; hops < 10; hops += 1) {
    const response = await fetch(next, { method, redirect: 'manual', headers: cookie === '' ? {} : { Cookie: cookie } });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    const text = await response.text();
    method = 'GET';
    if (location !== null) next = new URL(location, next);
    else if (!text.includes('/login/oauth2/accept')) return { url: next.href, text: `${response.status} ${text}` };
    else {
      method = decision === 'authorize' ? 'POST' : 'GET';
      next = new URL(decision === 'authorize' ? '/login/oauth2/accept' : '/login/oauth2/deny', next);
    }
  }
  throw new Error('The browser was sent in a circle');
}
