import './jitless.ts';
import './app/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { documentNonce } from './nonce.ts';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App nonce={documentNonce()} />);
