import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { delayedAddress } from './laptop.ts';
import { end, processOf } from './processes.ts';
import { must, start } from './run.ts';
import { type State, writeState } from './state.ts';

/** Ships behind a delay: their addresses in the order of the ships, until `stop`. */
export interface Delayed {
  addresses: string[];
  stop(): Promise<void>;
}

/** Gives every ship a second address in the sea, behind which its sshd is `rttMs` away. */
export async function delayAll(
  state: State,
  rttMs: number,
  onSea: (argv: readonly string[]) => string[],
): Promise<Delayed> {
  const addresses = state.ships.map(delayedAddress);
  const ip = (verb: string): Promise<string> => {
    const commands = addresses.map((address) => `ip address ${verb} ${address}/24 dev quay`);
    return must(onSea(['chroot', state.root, '/bin/sh', '-c', commands.join(' && ')]));
  };
  await ip('replace');
  const routes = state.ships.map((ship) => `${delayedAddress(ship)}:22=${ship.address}:${ship.port}`);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = [process.execPath, '--import', tsx, join(import.meta.dirname, 'delay.ts'), String(rttMs), ...routes];
  const proxy = start(onSea(program), { stdio: ['ignore', 'pipe', 'inherit'] });
  if (proxy.pid === undefined || !proxy.stdout) throw new Error('the delay proxy did not start');
  const crewman = processOf(proxy.pid);
  state.crew.push(crewman);
  writeState(state);
  const [line] = await Promise.race([once(proxy.stdout, 'data'), once(proxy, 'exit')]);
  if (String(line).trim() !== 'ready') throw new Error('the delay proxy did not start');
  const stop = async (): Promise<void> => {
    await end([crewman]);
    state.crew = state.crew.filter(({ pid }) => pid !== crewman.pid);
    writeState(state);
    await ip('delete');
  };
  return { addresses, stop };
}
