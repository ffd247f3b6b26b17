import type { Harbor } from '../harbor/index.ts';

/** What a command cost a ship. */
export interface Logins {
  connections: number;
  execs: number;
}

const LOG = '/var/log/sshd.log';

/** Makes the sshd of every ship write down each connection and each exec. */
export async function watchLogins(harbor: Harbor): Promise<void> {
  const again = `pid=$(cat /run/sshd.pid); kill $pid; while kill -0 $pid 2>/dev/null; do sleep 0.01; done
    exec /usr/sbin/sshd -f /usr/lib/harbor/sshd_config -E ${LOG} -o LogLevel=VERBOSE`;
  await everyShip(harbor, again);
}

/** Connections and execs of what `during` does, on the ship that has most of them. */
export async function loginsOf(harbor: Harbor, during: () => Promise<void>): Promise<Logins> {
  const before = await counts(harbor);
  await during();
  const after = await counts(harbor);
  const most = (kind: keyof Logins) => Math.max(...after.map((ship, i) => ship[kind] - (before[i]?.[kind] ?? 0)));
  return { connections: most('connections'), execs: most('execs') };
}

async function counts(harbor: Harbor): Promise<Logins[]> {
  const count = (text: string) => `grep -c '${text}' ${LOG}`;
  const answers = await everyShip(
    harbor,
    `${count('^Accepted publickey ')}; ${count('^Starting session: command')}; true`,
  );
  return answers.map((answer) => {
    const [connections = 0, execs = 0] = answer.split('\n').map(Number);
    return { connections, execs };
  });
}

function everyShip(harbor: Harbor, shellText: string): Promise<string[]> {
  return Promise.all(
    harbor.ships.map(async (_, index) => {
      const { code, stdout, stderr } = await harbor.onShip(index + 1, shellText);
      if (code !== 0) throw new Error(`${shellText} ended with ${code}\n${stderr}`);
      return stdout;
    }),
  );
}
