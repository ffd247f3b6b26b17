import { once } from 'node:events';
import net from 'node:net';
import type { Given, PaperEngine, Reply } from './types.ts';
import { withoutDaemon } from './verbs/about.ts';
import { docker } from './verbs/index.ts';

/** Why no daemon answers, in docker's words; undefined when one does. */
export type Closed = () => string | undefined;

/** The client: builtins alone, so that a call costs one bash and one cat. Fields are a letter and a text, ended by NUL;
 * an empty field ends the message. The reply is code NUL stderr NUL stdout. What went wrong is said last. */
export function shim(port: number): string {
  return `#!/bin/bash
LC_ALL=C
exec 3<>/dev/tcp/127.0.0.1/${port} || exit 125
{
  last=
  for word; do
    printf 'a%s\\0' "$word"
    case $last in -e|--env)
      case $word in *=*) ;; *[!A-Za-z0-9_]*|[0-9]*|'') ;; *) [ -z "\${!word+x}" ] || printf 'e%s=%s\\0' "$word" "\${!word}" ;; esac
    esac
    case $word in /dev/stdin|*=/dev/stdin) input=text ;; -) case $1 in cp|build) input=bytes ;; esac ;; esac
    last=$word
  done
  case $input in
    text) IFS= read -r -d '' text; printf 'i%s\\0' "$text" ;;
    bytes) printf b; base64; printf '\\0' ;;
  esac
  printf '\\0'
} >&3
IFS= read -r -d '' code <&3 || exit 125
IFS= read -r -d '' err <&3
[ "$code" = 0 ] && printf %s "$err" >&2 && exec cat <&3
cat <&3
printf %s "$err" >&2
exit "$code"
`;
}

function parse(message: string): Given {
  const given: Given = { argv: [], stdin: Buffer.alloc(0), env: {} };
  for (const field of message.split('\0')) {
    const text = field.slice(1);
    if (field.startsWith('a')) given.argv.push(text);
    if (field.startsWith('i')) given.stdin = Buffer.from(text);
    if (field.startsWith('b')) given.stdin = Buffer.from(text, 'base64');
    if (field.startsWith('e')) given.env[text.slice(0, text.indexOf('='))] = text.slice(text.indexOf('=') + 1);
  }
  return given;
}

async function read(socket: net.Socket): Promise<Given> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\0\0');
    if (end >= 0) return parse(all.toString('utf8', 0, end));
  }
  return parse(Buffer.concat(chunks).toString());
}

/** Listens for the stand-in docker's calls and answers them from the engine, one after the other as they come. */
export async function serveDocker(engine: PaperEngine, closed: Closed): Promise<net.Server> {
  const answer = async (socket: net.Socket) => {
    const given = await read(socket);
    const why = closed();
    const reply: Reply = why === undefined ? await docker(engine, given) : withoutDaemon(engine, given, why);
    socket.end(`${reply.code}\0${reply.err}\0${reply.out}`);
  };
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    answer(socket).catch((error: Error) => socket.end(`70\0paper docker: ${error.stack}\n\0`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
