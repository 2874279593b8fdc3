export * from './fake-clock.ts';
export * from './bus-suite.ts';
export * from './store-suite.ts';
export { defineApps as storeSuiteApps } from './store-app.ts';
export * from './transport-suite.ts';
export * from './fake-wire.ts';
export * from './live-house.ts';
export * from './stub-bus.ts';
export * from './inline-runner.ts';
