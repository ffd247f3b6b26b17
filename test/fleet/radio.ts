import { PassThrough } from 'node:stream';
import type { Ship } from '../../src/lib/compose/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import type { End, Session } from '../../src/lib/ships/index.ts';

/** A script that a ship was asked to run, and what the test lets it say. */
export interface Call {
  /** The docker commands of it. */
  script: string;
  say(text: string): void;
  /** Where that goes. */
  output: PassThrough;
  end(code?: number): void;
  /** What the laptop sent: signs of life. */
  input: PassThrough;
}

/** A ship of which only what is listened to is there: tests answer in its place. */
export interface Radio {
  ship: Ship;
  /** A new connection; throws while the ship is away. */
  connect(): Session;
  /** The next call whose script holds this text, now or as soon as it is made. */
  call(text: string): Promise<Call>;
  /** The texts of the calls that nobody has answered. */
  unanswered(): string[];
  /** Breaks all connections. */
  cut(): void;
  away: boolean;
  connections: number;
}

/** Listens to what a laptop asks of a ship. */
export function radio(name: string): Radio {
  const calls: Call[] = [];
  const waiting: { text: string; resolve: (call: Call) => void }[] = [];
  let breaks: (() => void)[] = [];

  const answer = (call: Call) => {
    const at = waiting.findIndex(({ text }) => call.script.includes(text));
    if (at < 0) return void calls.push(call);
    waiting.splice(at, 1)[0]?.resolve(call);
  };

  const stream: Session['stream'] = async (command) => {
    const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
    let ended = (_: End) => {};
    const end = new Promise<End>((resolve) => {
      ended = resolve;
    });
    const over = (how: End) => {
      output.end();
      errors.end();
      ended(how);
    };
    breaks.push(() => over('lost'));
    input.on('finish', () => over({ signal: 'SIGKILL' }));
    answer({
      script: scriptOf(command),
      say: (text) => void output.write(text),
      output,
      end: (code = 0) => over({ code }),
      input,
    });
    return { input, output, errors, resize() {}, signal() {}, ended: end };
  };

  const self: Radio = {
    ship: { name, host: name, labels: {}, docker: ['docker'] } as Ship,
    away: false,
    connections: 0,
    connect() {
      if (self.away) throw new Problem({ what: `${name} can't be reached` });
      self.connections += 1;
      let close = () => {};
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      const end = () => {
        for (const one of breaks) one();
        close();
      };
      breaks.push(close);
      return { open: () => Promise.reject(new Error('nobody asked')), stream, close: end, closed };
    },
    call: (text) =>
      new Promise((resolve) => {
        const at = calls.findIndex(({ script }) => script.includes(text));
        const [call] = at < 0 ? [] : calls.splice(at, 1);
        if (call) resolve(call);
        else waiting.push({ text, resolve });
      }),
    unanswered: () => calls.map(({ script }) => script),
    cut() {
      const all = breaks;
      breaks = [];
      for (const one of all) one();
    },
  };
  return self;
}

/** The part of an exec string that the caller wrote. */
function scriptOf(command: string): string {
  const [, packed = ''] = /echo (\S+) \|/.exec(command) ?? [];
  const text = Buffer.from(packed, 'base64').toString();
  return /^\{ (.*)$/m.exec(text)?.[1] ?? '';
}
