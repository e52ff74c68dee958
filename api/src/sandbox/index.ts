export { openSandbox, type Sandbox } from './sandbox.ts';
export { SandboxLimitExceeded } from './sandbox.errors.ts';
