import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';

type Props = { title: string; action: string; children: ReactNode };

/** Keeps an error in one part of the page from taking down the rest. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Alert
        severity="error"
        sx={{ m: 2 }}
        action={
          <Button color="inherit" onClick={() => this.setState({ failed: false })}>
            {this.props.action}
          </Button>
        }
      >
        {this.props.title}
      </Alert>
    );
  }
}
