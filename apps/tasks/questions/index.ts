export { questionMigrations, questionTables, type QuestionTables } from './tables.ts';
export { questionsById, toCompared } from './read.ts';
export { createQuestionStore, type QuestionStore } from './store.ts';
export { questionRetention } from './retention.ts';
export { questionRoutes } from './routes.ts';
export { importRoutes } from './import/routes.ts';
