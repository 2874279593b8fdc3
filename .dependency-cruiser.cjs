// The direction of imports: protocol <- kernel <- apps <- hub; protocol <- contract.ts <- client.
const inner = '^packages/(protocol|kernel)/';
const tests = '([.]test[.]ts$|/testing/)';
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'protocol-knows-nobody',
      severity: 'error',
      from: { path: '^packages/protocol/', pathNot: tests },
      to: { path: '^(apps/|packages/)', pathNot: '^packages/protocol/' },
    },
    {
      name: 'kernel-knows-protocol-alone',
      severity: 'error',
      from: { path: '^packages/kernel/', pathNot: tests },
      to: { path: '^(apps/|packages/)', pathNot: '^packages/(kernel|protocol)/' },
    },
    {
      name: 'inner-layers-are-isomorphic',
      severity: 'error',
      from: { path: inner, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'apps-have-no-io',
      severity: 'error',
      from: { path: '^apps/', pathNot: tests },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(process|fs|fs/promises|net|http|https|tls|dgram|child_process|worker_threads|sqlite|timers|timers/promises)$',
      },
    },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: tests },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-know-kernel-and-engines',
      severity: 'error',
      from: { path: '^apps/', pathNot: tests },
      to: { path: '^packages/(adapters|hub|client|agent|console)/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '^apps/([^/]+)/rules[.]ts$' },
      to: { path: '.+', pathNot: '^(apps/$1/(contract|[^/]+/.*)[.]ts$|packages/kernel/)' },
    },
    {
      name: 'contracts-are-isomorphic',
      severity: 'error',
      from: { path: '^apps/[^/]+/contract[.]ts$' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/protocol/|^apps/[^/]+/contract' },
    },
    {
      name: 'adapters-know-kernel-ports',
      severity: 'error',
      from: { path: '^packages/adapters/([^/]+)/', pathNot: tests },
      to: { path: '^(apps/|packages/)', pathNot: '^packages/(kernel|protocol|websocket|adapters/$1)/' },
    },
    {
      name: 'engines-know-kernel-types',
      severity: 'error',
      from: { path: '^packages/(printing|series|export)/', pathNot: tests },
      to: { path: '^(apps/|packages/)', pathNot: '^packages/(printing|series|export|kernel)/' },
    },
    {
      name: 'engines-know-kernel-types-only',
      severity: 'error',
      from: { path: '^packages/(printing|series|export)/', pathNot: tests },
      to: { path: '^packages/kernel/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'client-knows-contracts',
      severity: 'error',
      from: { path: '^packages/client/', pathNot: tests },
      to: { path: '^(apps/|packages/)', pathNot: '^(packages/(client|protocol)/|apps/[^/]+/contract)' },
    },
    {
      name: 'console-knows-the-client',
      severity: 'error',
      from: { path: '^packages/console/', pathNot: tests },
      to: {
        path: '^(apps/|packages/)',
        pathNot: '^(packages/(console|client|protocol)/|apps/[^/]+/contract)',
      },
    },
    {
      name: 'only-the-hub-composes',
      severity: 'error',
      from: { path: '^packages/', pathNot: ['^packages/(hub|agent|adapters)/', tests] },
      to: { path: '^packages/adapters/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.vue', '.json', '.d.ts'],
    },
  },
};
