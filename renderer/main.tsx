import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

function FirstScreen() {
  return (
    <main>
      <h1>Rosterbridge</h1>
      <button type="button">Try it with a practice district</button>
      <button type="button">Connect my district</button>
    </main>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <FirstScreen />
    </StrictMode>,
  );
}
