import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { SignIn } from './create-sign-in.ts';

const SignInContext = createContext<SignIn | null>(null);

export function SignInProvider({ signIn, children }: { signIn: SignIn; children: ReactNode }) {
  return <SignInContext value={signIn}>{children}</SignInContext>;
}

/** Returns the sign-in of this page and its current state. */
export function useSignIn() {
  const signIn = useContext(SignInContext);
  if (!signIn) throw new Error('useSignIn needs a SignInProvider above it');
  return { signIn, state: useSyncExternalStore(signIn.subscribe, signIn.state) };
}
