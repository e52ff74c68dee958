export { BulkBar } from './bulk-bar.tsx';
export { ElementActions } from './element-actions.tsx';
export { InstanceActions } from './own-instance-actions.tsx';
