import { useStore } from 'zustand';
import { NotifyContext } from '../ui/notify';
import { Toasts } from '../ui/toasts';
import './app.css';
import { ErrorBoundary } from './error-boundary';
import { OpenPlace } from './open-place';
import { Palette } from './palette';
import { Rail } from './rail';
import { StatusBar } from './status-bar';
import { TitleBar } from './title-bar';
import { useShortcuts } from './use-shortcuts';
import type { WindowParts } from './window-parts';

/** The window: the way round it at its edges, and the place that is open. */
export function Layout({ parts }: { readonly parts: WindowParts }) {
  const { stores, commands, palette } = parts;
  const toasts = useStore(stores.toasts, (state) => state.toasts);
  const place = useStore(stores.navigation, (state) => state.place);
  const showsPalette = useStore(palette, (state) => state.isOpen);
  useShortcuts(commands);
  return (
    <NotifyContext value={stores.toasts.getState().notify}>
      <div className="app">
        <TitleBar parts={parts} />
        <Rail stores={stores} />
        <main className="app-place">
          <ErrorBoundary key={place} info={() => stores.setup.getState().info}>
            <OpenPlace parts={parts} place={place} />
          </ErrorBoundary>
        </main>
        <StatusBar stores={stores} />
      </div>
      {showsPalette && <Palette stores={stores} commands={commands} onClose={palette.getState().hide} />}
      <Toasts toasts={toasts} onDismiss={stores.toasts.getState().dismiss} />
    </NotifyContext>
  );
}
