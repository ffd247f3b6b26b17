export type { Line } from './cut.ts';
export type { Sink } from './merge.ts';
export { readLogs } from './read.ts';
export type { LogSource, LogsEnd, LogsRequest, ShipLogs, Told } from './types.ts';
