import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, BrowserWindow, protocol } from 'electron';

const pages = join(import.meta.dirname, 'renderer');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

async function servePage(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const file = normalize(join(pages, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)));
  if (url.host !== 'ui' || !file.startsWith(pages + sep)) return new Response(null, { status: 404 });
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return new Response(null, { status: 404 });
  const type = types[extname(file)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(body), { headers: { 'content-type': type, 'content-security-policy': policy } });
}

async function openWindow(): Promise<void> {
  protocol.handle('app', servePage);
  const window = new BrowserWindow({
    title: 'Rosterbridge',
    width: 1280,
    height: 800,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL('app://ui/');
}

app.whenReady().then(openWindow, (error: unknown) => console.error(error));
app.on('window-all-closed', () => app.quit());
