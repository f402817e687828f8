/** Where the bundle of signing in begins. */
import type { App } from '../app';
import type { Memory } from './memory';
import { SignIn } from './signIn';

export type { SignIn };

export function createSignIn(app: App, memory: Memory, leaveSandbox: () => Promise<void>): SignIn {
  return new SignIn(app, memory, leaveSandbox);
}
