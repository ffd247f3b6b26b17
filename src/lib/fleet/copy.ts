import { pipeline } from 'node:stream/promises';
import type { Ship } from '../compose/index.ts';
import { copyIn, copyOut, quoteAll } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import type { End, Session, Stream } from '../ships/index.ts';
import { dockerCommand, guardCommand, SIGN_EVERY, shipCommand } from './errand.ts';

/** A container, by its name, on a ship that is connected to. */
export interface ContainerAt {
  ship: Pick<Ship, 'name' | 'docker'>;
  session: Session;
  container: string;
}

/** Bytes in which the first header of a tar is, whatever comes before it. */
const HEAD = 65_536;
const ERRORS_KEPT = 4096;

/**
 * What a path of a container leads to, as a tar. At its end throws a Problem where docker did not copy all of it.
 */
export async function* fetchTar(place: ContainerAt, path: string, follow: boolean): AsyncGenerator<Buffer> {
  const { ship, session, container } = place;
  const stream = await session.stream(dockerCommand(ship, copyOut(container, path, follow).argv));
  stream.input.end();
  const said = guarded(place, stream);
  yield* bytesOf(stream);
  refuse(place, `${path} of ${container} can't be copied`, await stream.ended, said());
}

/** The beginning of the same, with the first header in it; nothing where nothing is there. */
export async function fetchHead({ ship, session, container }: ContainerAt, path: string): Promise<Buffer> {
  const docker = quoteAll([...ship.docker, ...copyOut(container, path, false).argv]);
  const stream = await session.stream(shipCommand(`${docker} 2>/dev/null | head -c ${HEAD}`));
  stream.input.end();
  stream.errors.resume();
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(stream)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Unpacks a tar in a folder of a container, as fast as both sides take it. `owned`: all is the user's that the container
 * runs as.
 * @throws Problem where docker did not take all of it, and what reading the tar throws
 */
export async function sendTar(
  place: ContainerAt,
  folder: string,
  owned: boolean,
  tar: AsyncIterable<Buffer>,
): Promise<void> {
  const { ship, session, container } = place;
  const stream = await session.stream(dockerCommand(ship, copyIn(container, folder, owned).argv));
  const said = guarded(place, stream);
  stream.output.resume();
  let broken: { reason: unknown } | undefined;
  const watched = async function* () {
    try {
      yield* tar;
    } catch (reason) {
      broken = { reason };
      throw reason;
    }
  };
  // that it went no further is told by how docker ended
  await pipeline(watched(), stream.input).catch(() => {});
  const end = await stream.ended;
  if (broken) throw broken.reason;
  refuse(place, `not all was copied to ${folder} of ${container}`, end, said());
}

async function* bytesOf({ output }: Stream): AsyncGenerator<Buffer> {
  try {
    yield* output;
  } catch (error) {
    // what is cut off ends too: how, is told by `ended`
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/**
 * Ends a command when this laptop is gone: docker would not notice, and while it copies it answers nothing about the
 * container. Returns what the command has said on standard error, the last of it.
 */
function guarded({ ship, session }: ContainerAt, { errors, ended }: Stream): () => string {
  let said = '';
  let isOver = false;
  let leave = () => {};
  const guard = async (pid: string) => {
    const { input, output, errors: words } = await session.stream(guardCommand(ship, pid));
    output.resume();
    words.resume();
    if (isOver) return void input.end('over\n');
    const signs = setInterval(() => input.write('\n'), SIGN_EVERY);
    leave = () => {
      clearInterval(signs);
      input.end('over\n');
    };
  };
  let isGuarded = false;
  errors.on('data', (data: Buffer) => {
    said = (said + data).slice(-ERRORS_KEPT);
    const [line, pid] = (isGuarded ? undefined : /^(\d+)\n/.exec(said)) ?? [];
    if (line === undefined || pid === undefined) return;
    isGuarded = true;
    said = said.slice(line.length);
    // without a guard it is as any docker cp
    guard(pid).catch(() => {});
  });
  void Promise.race([ended, session.closed]).then(() => {
    isOver = true;
    leave();
  });
  return () => said.trim();
}

function refuse({ ship }: ContainerAt, what: string, end: End, said: string): void {
  if (end !== 'lost' && 'code' in end && end.code === 0) return;
  const where = { ship: ship.name };
  if (end === 'lost') throw new Problem({ what, where, why: 'the connection was lost', exit: EXIT.unreachable });
  const how = 'code' in end ? `status ${end.code}` : `signal ${end.signal}`;
  throw new Problem({ what, where, why: said || `docker ended with ${how}`, exit: EXIT.failed });
}
