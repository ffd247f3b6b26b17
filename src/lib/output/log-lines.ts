import type { LogSource, Sink } from '../fleet/index.ts';
import { painter } from './colour.ts';
import { type LineStream, lineWriter } from './pieces.ts';
import { displayWidth, pad } from './width.ts';

export interface LogLook {
  color: boolean;
  /** Which container a line is of, in front of it. */
  prefix: boolean;
  timestamps: boolean;
}

/** In the order in which Compose gives them to containers. */
const COLOURS = [
  ...(['cyan', 'yellow', 'green', 'magenta', 'blue'] as const),
  ...(['cyanBright', 'yellowBright', 'greenBright', 'magentaBright', 'blueBright'] as const),
];

/** `web-1@ship1`: a container as it stands in front of its lines. */
export function logTitle({ service, number, ship }: LogSource): string {
  return `${service}-${number}@${ship}`;
}

/**
 * Writes lines of logs to a stream, byte for byte. `sources` are those that are known before the first
 * line; others may come.
 */
export function logSink(stream: LineStream, sources: readonly LogSource[], look: LogLook): Sink<LogSource> {
  const prefixOf = prefixes(sources, look);
  const { put, full, flush } = lineWriter(stream);
  return {
    write(source, { stamp, text }) {
      if (look.timestamps) put(prefixOf(source), Buffer.from(`${stamp} `, 'latin1'), text);
      else put(prefixOf(source), text);
    },
    full,
    flush,
  };
}

/** What stands in front of the lines of each container: a column as wide as the widest, and a colour that stays. */
function prefixes(sources: readonly LogSource[], { color, prefix }: LogLook): (source: LogSource) => Buffer {
  const paint = painter(color);
  const titles = [...new Set(sources.map(logTitle))];
  const known = new Map<LogSource, Buffer>();
  const none = Buffer.alloc(0);
  let width = Math.max(0, ...titles.map(displayWidth));
  return (source) => {
    if (!prefix) return none;
    const made = known.get(source);
    if (made) return made;
    const title = logTitle(source);
    if (!titles.includes(title)) titles.push(title);
    if (displayWidth(title) > width) {
      width = displayWidth(title);
      known.clear();
    }
    const colour = COLOURS[titles.indexOf(title) % COLOURS.length] as (typeof COLOURS)[number];
    const text = Buffer.from(`${paint(colour, `${pad(title, width)} |`)} `);
    known.set(source, text);
    return text;
  };
}
