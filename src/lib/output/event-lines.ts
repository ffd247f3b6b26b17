import type { EventLine, Sink } from '../fleet/index.ts';
import { type LineStream, lineWriter } from './pieces.ts';
import { pad, plain } from './width.ts';

export interface EventLook {
  json: boolean;
  /** Names of the ships, which stand in a column. */
  ships: readonly string[];
}

/** Labels of tools, which say nothing of what happened. */
const TOOLS = /^(com\.docker\.compose|compowarm)\./;

/** Writes events to a stream, one a line, as Compose has them, and their ship. */
export function eventSink(stream: LineStream, { json, ships }: EventLook): Sink<string, EventLine> {
  const { put, full, flush } = lineWriter(stream);
  const width = Math.max(0, ...ships.map((ship) => ship.length));
  return {
    write: (ship, line) => put(Buffer.from(json ? eventJson(ship, line) : `${pad(ship, width)}  ${eventText(line)}`)),
    full,
    flush,
  };
}

/** `2026-01-02 03:04:05.123456 container start ID (image=redis, name=shop-db-1)`, in the laptop's time. */
function eventText({ stamp, event }: EventLine): string {
  const { action, id } = event;
  const told = Object.entries(attributesOf(event)).map(([key, value]) => `${key}=${value}`);
  return plain(`${localTime(stamp)} container ${action} ${id} (${told.join(', ')})`);
}

function eventJson(ship: string, { stamp, event }: EventLine): string {
  const { action, id, service } = event;
  return JSON.stringify({
    action,
    attributes: attributesOf(event),
    id,
    service,
    time: stamp,
    type: 'container',
    Ship: ship,
  });
}

function attributesOf({ attributes }: EventLine['event']): Record<string, string> {
  const told = Object.entries(attributes).filter(([key]) => !TOOLS.test(key));
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function localTime(stamp: string): string {
  const time = new Date(stamp);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${stamp.slice(20, 26)}`;
}
