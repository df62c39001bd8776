/** The window's entry. */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { createWindowClient } from './client';
import { ErrorBoundary } from './error-boundary';
import { reportText } from './error-report';
import { Layout } from './layout';
import { createWindowParts } from './window-parts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

const parts = createWindowParts(createWindowClient(window.studio));
const { notify } = parts.stores.toasts.getState();
// What nobody caught is our bug: it is said, not swallowed.
window.addEventListener('unhandledrejection', ({ reason }) => {
  const report = reportText(reason, parts.stores.setup.getState().info);
  notify({
    text: `Something went wrong: ${reason instanceof Error ? reason.message : String(reason)}`,
    tone: 'bad',
    duration: 0,
    action: { label: 'Copy report', run: () => void navigator.clipboard.writeText(report) },
  });
});
const disconnect = parts.stores.connect();
window.addEventListener('pagehide', disconnect, { once: true });
createRoot(root).render(
  <ErrorBoundary info={() => parts.stores.setup.getState().info}>
    <Layout parts={parts} />
  </ErrorBoundary>,
);
