import { afterEach, describe, expect, test } from 'vitest';
import { dockerCommand, guardCommand, listenCommand } from '../../src/lib/fleet/index.ts';
import { type Land, land, SHELLS, titleOf } from './land.ts';

const TRICKY = ['a b', "it's", '"', '$HOME', '`id`', '\\', '!', 'two\nlines', 'é', '', '-'];

for (const shell of SHELLS) {
  const run = shell.missing ? describe.skip : describe;
  run(titleOf(shell), () => {
    let place: Land;

    afterEach(() => place.remove());

    test('hands every word to docker as it is, with the input and the status', async () => {
      place = await land(shell);
      await place.command('docker', 'for word; do printf "<%s>" "$word"; done; echo; cat; exit 7');
      const running = place.exec(dockerCommand({ docker: ['docker'] }, TRICKY));
      running.write('one\ntwo\n');
      running.end();
      expect(await running.ended).toEqual({ code: 7 });
      expect(running.lines.join('\n')).toBe(`${TRICKY.map((word) => `<${word}>`).join('')}\none\ntwo`);
    });

    test('calls docker by the words of the ship', async () => {
      place = await land(shell);
      await place.command('sudo', 'shift; exec "$@"');
      await place.command('docker', 'echo "docker $*"');
      const running = place.exec(dockerCommand({ docker: ['sudo', '-n', 'docker'] }, ['ps', '-a']));
      expect(await running.ended).toEqual({ code: 0 });
      expect(running.lines).toEqual(['docker ps -a']);
    });

    test('tells the number of its process, and a guard ends it when the laptop is gone', async () => {
      place = await land(shell);
      await place.command('docker', 'echo begun; exec sleep 1000');
      const running = place.exec(dockerCommand({ docker: ['docker'] }, ['cp']));
      await running.heard((line) => line === 'begun');
      const guard = place.exec(guardCommand({ docker: ['docker'] }, running.stderr().trim()));
      guard.write('\n\n');
      guard.end();
      // some shells tell of the signal themselves
      expect([{ signal: 'SIGTERM' }, { code: 143 }]).toContainEqual(await running.ended);
      expect(await guard.ended).toEqual({ code: 0 });
    });

    test('a guard lets go of what has ended by itself', async () => {
      place = await land(shell);
      await place.command('docker', 'echo begun; read -r word; exit 3');
      const running = place.exec(dockerCommand({ docker: ['docker'] }, ['cp']));
      await running.heard((line) => line === 'begun');
      const guard = place.exec(guardCommand({ docker: ['docker'] }, running.stderr().trim()));
      guard.write('\nover\n');
      guard.end();
      expect(await guard.ended).toEqual({ code: 0 });
      running.write('word\n');
      expect(await running.ended).toEqual({ code: 3 });
    });

    test('what is listened to has the status of its script, and no input', async () => {
      place = await land(shell);
      await place.command('docker', 'cat; echo "docker $*"; exit 3');
      const running = place.exec(listenCommand({ docker: ['docker'] }, 'docker logs web-1'));
      expect(await running.ended).toEqual({ code: 3 });
      expect(running.lines).toEqual(['docker logs web-1']);
    });

    test('what is listened to ends with its input, though it says nothing, and so does all that it began', async () => {
      place = await land(shell);
      await place.command('docker', 'echo begun; exec sleep 1000');
      const running = place.exec(listenCommand({ docker: ['docker'] }, 'docker events & docker logs web-1; wait'));
      await running.heard((line) => line === 'begun');
      running.end();
      // it has ended when nobody holds its output any more
      expect(await running.ended).toEqual({ signal: 'SIGKILL' });
    });
  });
}
