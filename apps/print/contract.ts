// The app's contract: what goes in and out over HTTP, who may do what, and every "no".
export { printErrors } from './contract/errors.ts';
export { ById } from './contract/fields.ts';
export * from './contract/jobs.ts';
export * from './contract/orders.ts';
export { printPermissions } from './contract/permissions.ts';
export * from './contract/printers.ts';
export { printSamples } from './contract/samples.ts';
export * from './contract/templates.ts';
export * from './contract/virtual.ts';
export * from './contract/webhooks.ts';
