import { createServer, request } from 'node:http';

export interface Lookalike {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A Canvas that is not the practice one as far as anybody can tell: everything is passed on, but the practice proof is
 * not there (ROSTER-RULES G3). Loopback only.
 */
export async function startLookalikeCanvas(target: string): Promise<Lookalike> {
  const server = createServer((incoming, answer) => {
    if (incoming.url?.startsWith('/practice-control') === true) {
      answer
        .writeHead(404, { 'Content-Type': 'application/json' })
        .end('{"errors":[{"message":"The specified resource does not exist."}]}');
      return;
    }
    const onward = request(
      `${target}${incoming.url ?? ''}`,
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host } },
      (back) => {
        answer.writeHead(back.statusCode ?? 502, back.headers);
        back.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
