import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../electron/engine/log/redact.ts';

describe('the log never carries', () => {
  test.each([
    ['a known secret', 'used s3cr+t/va lue&x today', 's3cr+t/va lue&x'],
    ['a known secret in an address', 'GET /token?x=s3cr%2Bt%2Fva%20lue%26x', 's3cr%2Bt'],
    ['a known secret in base64', `Basic-ish ${Buffer.from('s3cr+t/va lue&x').toString('base64')}`, 'czNjci'],
    ['a known secret inside JSON', JSON.stringify({ deep: 's3cr+t/va lue&x' }), 's3cr+t'],
    ['a bearer token', 'sent Authorization: Bearer 7~AbCdEf0123456789AbCdEf', '7~AbCdEf'],
    ['a bearer token without its header', 'header was bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['basic credentials', 'authorization: Basic a2V5OnNlY3JldHNlY3JldA==', 'a2V5OnNl'],
    ['an authorization header as JSON', '{"Authorization":"Bearer topsecrettoken"}', 'topsecrettoken'],
    ['an OAuth 1 header', 'Authorization: OAuth oauth_consumer_key="k", oauth_signature="abc%3D"', 'abc%3D'],
    ['a client secret in a form', 'grant_type=client_credentials&client_secret=hunter2hunter2&scope=x', 'hunter2'],
    ['a client secret in JSON', '{"client_secret": "hunter2hunter2"}', 'hunter2'],
    ['an access token in an answer', '{"access_token":"eyJhbGciOi.J9","token_type":"bearer"}', 'eyJhbGciOi'],
    ['a Canvas token on its own', 'token 10010~QwErTyUiOpAsDfGhJkLzXcVbNm was refused', 'QwErTyUiOp'],
    ['a signed file address', 'GET https://files.example.org/a.zip?verifier=Zm9vYmFy&x=1', 'Zm9vYmFy'],
    ['credentials in an address', 'https://key:pa55word@sis.example.org/ims', 'pa55word'],
    ['an e-mail address', 'row 3: maria.lopez@students.example.org is taken', 'maria.lopez'],
    ['a name in a SIS record', '{"givenName":"María","familyName":"López"}', 'López'],
    ['a name in a Canvas record', '{"sortable_name": "Lopez, Maria", "id": 7}', 'Lopez, Maria'],
    ['a login', 'login_id=mlopez27,status=active', 'mlopez27'],
  ])('%s', (_what, text, forbidden) => {
    const redactor = createRedactor();
    redactor.learn('s3cr+t/va lue&x');
    expect(text).toContain(forbidden);
    expect(redactor.redact(text)).not.toContain(forbidden);
  });

  test('but keeps what helps: codes, ids, counts and addresses', () => {
    const text = 'GET https://canvas.example.org/api/v1/sis_imports/42 answered 403 in 120 ms, 2,140 rows of school 7a1b';
    expect(createRedactor().redact(text)).toBe(text);
  });

  test('and does not take a short word for a secret', () => {
    const redactor = createRedactor();
    redactor.learn('run');
    expect(redactor.redact('the run ended')).toBe('the run ended');
  });

  test('and masks the longer of two secrets whole', () => {
    const redactor = createRedactor();
    redactor.learn('abcdef');
    redactor.learn('abcdef-and-more');
    expect(redactor.redact('abcdef-and-more')).toBe('[secret]');
  });
});
