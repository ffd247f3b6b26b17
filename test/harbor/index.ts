export { type Able, canRaise } from './able.ts';
export { type Delay, startDelay } from './delay.ts';
export type { Delayed } from './delayed.ts';
export { attach, type Harbor, type RaiseOptions, raise, shells } from './harbor.ts';
export type { Answer } from './laptop.ts';
export { type Newer, prepareNewer } from './newer.ts';
export { type Cache, prepare } from './prepare.ts';
export type { Result, RunOptions } from './run.ts';
export { type Engine, engines, type Ship, sweep } from './state.ts';
