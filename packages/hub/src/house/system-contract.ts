import * as Type from 'typebox';
import { SPANS, type Span } from './history.ts';

export const MetricsQuery = Type.Object({ span: Type.Optional(Type.Enum(Object.keys(SPANS) as Span[])) });
export type MetricsQuery = Type.Static<typeof MetricsQuery>;
