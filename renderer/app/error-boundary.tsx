import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { AppInfo } from '../../shared/setup';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { reportText } from './error-report';

interface Props {
  readonly info: () => AppInfo | undefined;
  readonly children: ReactNode;
}
interface State {
  readonly thrown?: { readonly value: unknown };
  readonly components?: string | null | undefined;
  readonly copied?: boolean;
}

/** Stands where something broke: says so, and offers the report and a fresh start. The engine goes on meanwhile. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(value: unknown): State {
    return { thrown: { value } };
  }

  override componentDidCatch(_value: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ components: componentStack });
  }

  override render(): ReactNode {
    const { thrown, components, copied } = this.state;
    if (!thrown) return this.props.children;
    const report = reportText(thrown.value, this.props.info(), components);
    const copy = () => void navigator.clipboard.writeText(report).then(() => this.setState({ copied: true }));
    return (
      <div className="crash" role="alert">
        <EmptyState
          icon="error"
          title="The window broke"
          text="This is our mistake. Builds and machines go on; reloading the window brings you back to them."
          action={
            <div className="crash-actions">
              <Button variant="primary" icon="refresh" onClick={() => window.location.reload()}>
                Reload
              </Button>
              <Button icon="copy" onClick={copy}>
                {copied ? 'Copied' : 'Copy report'}
              </Button>
            </div>
          }
        />
        <pre className="crash-report">{report}</pre>
      </div>
    );
  }
}
