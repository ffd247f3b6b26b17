import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { delayedAddress } from './laptop.ts';
import { ipOnSea, onSea } from './moor.ts';
import { end, launch } from './processes.ts';
import { readState, updateState } from './state.ts';

/** Ships behind a delay: their addresses in the order of the ships, until `stop`. */
export interface Delayed {
  addresses: string[];
  stop(): Promise<void>;
}

/** Gives every ship a second address in the sea, behind which its sshd is `rttMs` away. */
export async function delayAll(file: string, rttMs: number): Promise<Delayed> {
  const state = readState(file);
  const addresses = state.ships.map(delayedAddress);
  const ip = (verb: string): Promise<string> =>
    ipOnSea(
      state,
      addresses.map((address) => `address ${verb} ${address}/24 dev quay`),
    );
  await ip('replace');
  const routes = state.ships.map((ship) => `${delayedAddress(ship)}:22=${ship.address}:${ship.port}`);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = [process.execPath, '--import', tsx, join(import.meta.dirname, 'delay.ts'), String(rttMs), ...routes];
  const { launched: proxy } = await launch(onSea(state, program), (started) => {
    updateState(file, ({ crew, ...rest }) => ({ ...rest, crew: [...crew, started] }));
  });
  const stop = async (): Promise<void> => {
    await end([proxy]);
    updateState(file, ({ crew, ...rest }) => ({ ...rest, crew: crew.filter(({ pid }) => pid !== proxy.pid) }));
    await ip('delete');
  };
  return { addresses, stop };
}
