export { type Gauge, gauge, type StatsRow } from './gauge.ts';
export { readStats, type StatsRequest, type StatsTold } from './read.ts';
