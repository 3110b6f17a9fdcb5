// No schema runs in the window: both ends of the bridge parse, and zod would cost a tenth of the page. Whoever adds one
// calls z.config({ jitless: true }) first, or the policy reports a violation (electron-checklist §2).
import './app/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { documentNonce } from './nonce.ts';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App nonce={documentNonce()} />);
