export { runAgent, type AgentIo } from './cli/run.ts';
