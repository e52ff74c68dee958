export { openSandbox, type Sandbox } from './sandbox.ts';
export { DidNotEnd } from './sandbox.errors.ts';
