import { Component, type ReactNode } from 'react';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A bug on one screen must not take the window down; the admin reads a sentence, never a stack trace. */
export class ScreenGuard extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Page>
        <PageHeader title="This screen stopped working" />
        <FailureNotice
          failure={{
            code: 'window.screen-broke',
            message: 'Something in this screen went wrong. This is a fault of Rosterbridge, not yours.',
            consequence: 'Nothing changes in Canvas because of it. Work that is running goes on.',
            remedy: 'Open the screen again. If it stops again, restart Rosterbridge and report it.',
          }}
          retryLabel="Open the screen again"
          onRetry={() => this.setState({ broken: false })}
        />
      </Page>
    );
  }
}
