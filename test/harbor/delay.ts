import { createServer, type Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface Delay {
  listenHost: string;
  listenPort: number;
  targetHost: string;
  targetPort: number;
  rttMs: number;
}

/**
 * A TCP proxy that makes its target seem `rttMs` away. Every byte is held for half of that. The target is dialled one
 * and a half round trips late, when a far server would have the last packet of the handshake, which the client here
 * has ended at once.
 */
export function startDelay({ listenHost, listenPort, targetHost, targetPort, rttMs }: Delay): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = new Socket({ allowHalfOpen: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', (failed) => failed && other.destroy());
    }
    const dialled = sleep(1.5 * rttMs).then(() => {
      far.setNoDelay(true);
      far.connect(targetPort, targetHost);
    });
    carry(near, far, rttMs / 2, dialled);
    carry(far, near, rttMs / 2, dialled);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listenPort, listenHost, () => resolve(server));
  });
}

// Passes on what comes, and the end of it, in order, `delayMs` later.
function carry(from: Socket, to: Socket, delayMs: number, opened: Promise<void>): void {
  let last = opened;
  const later = (deliver: () => void): void => {
    const due = performance.now() + delayMs;
    last = last.then(() => sleep(Math.max(0, due - performance.now()))).then(deliver);
  };
  from.on('data', (chunk) => later(() => to.destroyed || to.write(chunk)));
  from.on('end', () => later(() => to.end()));
}

// As a program: delay.ts RTT_MS LISTEN_HOST:PORT=TARGET_HOST:PORT...
async function main([rttMs, ...routes]: string[]): Promise<void> {
  for (const route of routes) {
    const [listenHost, listenPort, targetHost, targetPort] = route.split(/[:=]/);
    if (!rttMs || !listenHost || !targetHost)
      throw new Error('usage: delay.ts RTT_MS LISTEN_HOST:PORT=TARGET_HOST:PORT...');
    await startDelay({
      listenHost,
      listenPort: Number(listenPort),
      targetHost,
      targetPort: Number(targetPort),
      rttMs: Number(rttMs),
    });
  }
  console.log('ready');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
