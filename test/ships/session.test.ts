import { randomBytes } from 'node:crypto';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { EXIT, Problem } from '../../src/lib/problem.ts';
import type { Channel } from '../../src/lib/ships/index.ts';
import { openSeaport, type Seaport } from './seaport.ts';
import { type Program, prints } from './server.ts';

let port: Seaport | undefined;

afterEach(async () => {
  await port?.close();
  port = undefined;
});

async function raise(programs: Record<string, Program>, more = {}) {
  port = await openSeaport({ programs, ...more });
  return port;
}

async function outcome(channel: Channel) {
  const lines: string[] = [];
  channel.onLine((line) => lines.push(line));
  return { end: await channel.ended, lines, stderr: channel.stderr() };
}

const PROGRAMS: Record<string, { program: Program; is: Awaited<ReturnType<typeof outcome>> }> = {
  'a status and lines': { program: prints('one\ntwo\n'), is: { end: { code: 0 }, lines: ['one', 'two'], stderr: '' } },
  'a status that is not 0': { program: prints('', 42), is: { end: { code: 42 }, lines: [], stderr: '' } },
  'a last line without its newline': {
    program: prints('one\ntwo'),
    is: { end: { code: 0 }, lines: ['one', 'two'], stderr: '' },
  },
  'empty lines': { program: prints('\n\na\n'), is: { end: { code: 0 }, lines: ['', '', 'a'], stderr: '' } },
  'a signal': {
    program: (stream) => {
      stream.exit('KILL', false, '');
      stream.end();
    },
    is: { end: { signal: 'SIGKILL' }, lines: [], stderr: '' },
  },
  'a character cut in two': {
    program: (stream) => {
      const bytes = Buffer.from('naïve\n');
      stream.write(bytes.subarray(0, 3));
      stream.write(bytes.subarray(3));
      stream.exit(0);
      stream.end();
    },
    is: { end: { code: 0 }, lines: ['naïve'], stderr: '' },
  },
  'a character that never ends': {
    program: (stream) => {
      stream.write(Buffer.from('naï').subarray(0, 3));
      stream.exit(0);
      stream.end();
    },
    is: { end: { code: 0 }, lines: ['na\uFFFD'], stderr: '' },
  },
  'standard error apart': {
    program: (stream) => {
      stream.stderr.write('oh no\n');
      stream.exit(1);
      stream.end('out\n');
    },
    is: { end: { code: 1 }, lines: ['out'], stderr: 'oh no\n' },
  },
  'the last 4,096 characters of standard error': {
    program: (stream) => {
      stream.stderr.write(`${'x'.repeat(5000)}end`);
      stream.exit(1);
      stream.end();
    },
    is: { end: { code: 1 }, lines: [], stderr: `${'x'.repeat(4093)}end` },
  },
  'no status: never a success': {
    program: (stream) => stream.end('half\n'),
    is: { end: 'lost', lines: ['half'], stderr: '' },
  },
  'a connection that goes in the middle': {
    program: (stream, connection) => {
      stream.write('half', () => connection.end());
    },
    is: { end: 'lost', lines: ['half'], stderr: '' },
  },
  'a connection that goes after the status': {
    program: (stream, connection) => {
      stream.exit(0);
      connection.end();
    },
    is: { end: 'lost', lines: [], stderr: '' },
  },
};

test.each(Object.entries(PROGRAMS))('a channel tells %s', async (_, { program, is }) => {
  const { connect } = await raise({ run: program });
  const session = await connect();
  expect(await outcome(await session.open('run'))).toEqual(is);
});

test('input reaches the command until it is ended, and goes nowhere after that', async () => {
  const { connect } = await raise({
    cat: (stream) => {
      let text = '';
      stream.on('data', (data: Buffer) => {
        text += data;
      });
      stream.on('end', () => prints(`got ${text}`)(stream, undefined as never));
    },
  });
  const channel = await (await connect()).open('cat');
  channel.write('a');
  channel.write('é');
  channel.end();
  channel.write('late');
  channel.end();
  expect(await outcome(channel)).toEqual({ end: { code: 0 }, lines: ['got aé'], stderr: '' });
  channel.write('later still');
});

test('lines that came before anyone listened are kept', async () => {
  const { connect } = await raise({ run: prints('one\ntwo\n') });
  const channel = await (await connect()).open('run');
  await channel.ended;
  const lines: string[] = [];
  channel.onLine((line) => lines.push(line));
  expect(lines).toEqual(['one', 'two']);
});

test('four megabytes that nobody reads do not stall the command', async () => {
  const { connect } = await raise({ run: prints(`${'x'.repeat(1023)}\n`.repeat(4096)) });
  const channel = await (await connect()).open('run');
  expect(await channel.ended).toEqual({ code: 0 });
});

test('four commands run at once on a connection, the others after them', async () => {
  const running: (() => void)[] = [];
  const { connect, server } = await raise({
    wait: (stream) => {
      running.push(() => prints('')(stream, undefined as never));
      if (running.length >= 4) running.shift()?.();
    },
  });
  const session = await connect();
  const opened = Array.from({ length: 12 }, () => session.open('wait'));
  const ended = Promise.all(opened.map(async (channel) => (await channel).ended));
  await Promise.all(opened);
  for (const end of running.splice(0)) end();
  expect(await ended).toEqual(Array.from({ length: 12 }, () => ({ code: 0 })));
  expect({ connections: server.connections, execs: server.execs.length, peak: server.peak }).toEqual({
    connections: 1,
    execs: 12,
    peak: 4,
  });
});

test('a channel that is refused is asked for once more', async () => {
  const { connect, server } = await raise({ run: prints('here\n') }, { refuse: 1 });
  const session = await connect();
  expect(await outcome(await session.open('run'))).toEqual({ end: { code: 0 }, lines: ['here'], stderr: '' });
  expect(server.execs).toEqual(['run']);
});

test('a channel that is refused twice is a problem, and the next may go well', async () => {
  const { connect } = await raise({ run: prints('here\n') }, { refuse: 2 });
  const session = await connect();
  await expect(session.open('run')).rejects.toEqual(
    new Problem({
      what: 'db1 runs no command over SSH',
      where: { ship: 'db1' },
      why: 'Channel open failure: ',
      remedy: 'let its sshd run commands for this user (MaxSessions, ForceCommand, the login shell)',
      exit: EXIT.unreachable,
    }),
  );
  expect(await (await session.open('run')).ended).toEqual({ code: 0 });
});

const LOST = {
  what: 'the connection to db1 is lost',
  where: { ship: 'db1' },
  remedy: 'run the command again',
  exit: EXIT.unreachable,
};

test('a command on a connection that was cut is a problem', async () => {
  const { connect, server } = await raise({});
  const session = await connect();
  server.cut();
  await session.closed;
  await expect(session.open('run')).rejects.toMatchObject({ parts: LOST });
});

test('a cut ends the commands that run as lost, and those that wait as a problem', async () => {
  const { connect, server } = await raise({ wait: () => {} });
  const session = await connect();
  const running = await Promise.all([1, 2, 3, 4].map(() => session.open('wait')));
  const waiting = session.open('wait').catch((error: Problem) => error.parts);
  server.cut();
  expect(await Promise.all(running.map((channel) => channel.ended))).toEqual(['lost', 'lost', 'lost', 'lost']);
  expect(await waiting).toEqual(LOST);
});

test('closing hangs up, and a command after it is a problem', async () => {
  const { connect } = await raise({});
  const session = await connect();
  session.close();
  await session.closed;
  session.close();
  await expect(session.open('run')).rejects.toMatchObject({ parts: LOST });
});

test('closing sends what was written', async () => {
  let text = '';
  let resolveGone = () => {};
  const gone = new Promise<void>((resolve) => {
    resolveGone = resolve;
  });
  const { connect } = await raise({
    take: (stream, connection) => {
      stream.on('data', (data: Buffer) => {
        text += data;
      });
      connection.on('close', () => resolveGone());
    },
  });
  const session = await connect();
  const channel = await session.open('take');
  channel.write('x'.repeat(100_000));
  session.close();
  await gone;
  expect(text.length).toBe(100_000);
});

test('a stream passes bytes as they are, both ways, and its error apart', async () => {
  const { connect } = await raise({
    echo: (stream) => {
      stream.stderr.write('oh no');
      stream.on('data', (data: Buffer) => stream.write(data));
      stream.on('end', () => prints('', 3)(stream, undefined as never));
    },
  });
  const bytes = randomBytes(3_000_000);
  const { input, output, errors, ended } = await (await connect()).stream('echo');
  input.end(bytes);
  const [said, complaint] = await Promise.all([buffer(output), text(errors)]);
  expect(said.equals(bytes)).toBe(true);
  expect({ complaint, end: await ended }).toEqual({ complaint: 'oh no', end: { code: 3 } });
});

test('a stream that nobody reads holds its command back', async () => {
  let sent = 0;
  const { connect } = await raise({
    pour: (stream) => {
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (sent < 64_000_000 && stream.write(chunk)) sent += chunk.length;
        if (sent < 64_000_000) stream.once('drain', more);
        else prints('')(stream, undefined as never);
      };
      more();
    },
  });
  const session = await connect();
  const stream = await session.stream('pour');
  await (await session.open('another')).ended;
  expect(sent).toBeLessThan(16_000_000);
  const [said] = await Promise.all([buffer(stream.output), text(stream.errors)]);
  expect({ bytes: said.length >= 64_000_000, end: await stream.ended }).toEqual({ bytes: true, end: { code: 0 } });
});

test('a stream with a terminal says its kind and its size, later sizes, and signals', async () => {
  const { connect, server } = await raise({
    shell: (stream) => {
      server.onTold = () => server.told.length === 3 && prints('')(stream, undefined as never);
    },
  });
  const stream = await (await connect()).stream('shell', { term: 'xterm', columns: 80, rows: 24 });
  stream.resize({ columns: 160, rows: 50 });
  stream.signal('INT');
  await Promise.all([buffer(stream.output), stream.ended]);
  expect(server.told).toEqual([{ term: 'xterm', columns: 80, rows: 24 }, { columns: 160, rows: 50 }, 'INT']);
});
