import { beforeEach, describe, expect, test } from 'vitest';
import { type PaperEngine, paperEngine } from './index.ts';
import { err, out, say } from './say.ts';

let engine: PaperEngine;

beforeEach(() => {
  engine = paperEngine({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
});

const run = (line: string, stdin = '') => say(engine, line, stdin);

describe('docker says no in its own words', () => {
  const help = (verb: string) => `See 'docker ${verb} --help'.\n`;

  beforeEach(async () => {
    engine.image('web');
    await run('run -d --name web -p 8080:80 web');
  });

  test.each([
    ['stop nope', 1, 'Error response from daemon: No such container: nope\n'],
    ['rm nope', 1, 'Error: No such container: nope\n'],
    ['rm -f nope', 0, 'Error: No such container: nope\n'],
    ['logs nope', 1, 'Error: No such container: nope\n'],
    ['container inspect -f x nope', 1, 'Error: No such container: nope\n', '\n'],
    ['inspect nope', 1, 'Error: No such object: nope\n', '[]\n'],
    [
      "inspect -f '{{.State.Health.Status}}' web",
      1,
      'template parsing error: template: :1:8: executing "" at <.State.Health.Status>: map has no entry for key "Health"\n',
      '\n',
    ],
    ['start nope', 1, 'Error response from daemon: No such container: nope\nError: failed to start containers: nope\n'],
    [
      'rename nope x1',
      1,
      'Error response from daemon: No such container: nope\nError: failed to rename container named nope\n',
    ],
    ['network rm nope', 1, 'Error: No such network: nope\n'],
    ['volume rm nope', 1, 'Error: No such volume: nope\n'],
    ['network create bridge', 1, 'Error response from daemon: network with name bridge already exists\n'],
    ['network connect nope web', 1, 'Error response from daemon: network nope not found\n'],
    ['run -d --foo web', 125, `unknown flag: --foo\n${help('run')}`],
    ['run -d -p a:b web', 125, `docker: Invalid containerPort: b.\n${help('run')}`],
    [
      'create --name x/y web',
      1,
      'Error response from daemon: Invalid container name (x/y), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed\n',
    ],
    ['create --pull never nope', 1, 'Error response from daemon: No such image: nope:latest\n'],
    [
      'create --network one --network two web',
      1,
      'Error response from daemon: Container cannot be connected to network endpoints: one, two\n',
    ],
    ['fly', 1, "docker: 'fly' is not a docker command.\nSee 'docker --help'\n"],
  ])('docker %s', async (line, code, text, printed = '') => {
    expect(await run(line)).toEqual({ code, out: printed, err: text });
  });

  test('a name in use', async () => {
    const conflict = `Conflict. The container name "/web" is already in use by container "${engine.container('web').id}". You have to remove (or rename) that container to be able to reuse that name.`;
    expect(await run('run -d --name web web')).toEqual(
      err(125, `docker: Error response from daemon: ${conflict}\n${help('run')}`),
    );
    await run('create --name other web');
    expect(await run('rename other web')).toEqual(
      err(
        1,
        `Error response from daemon: Error when allocating new name: ${conflict}\nError: failed to rename container named other\n`,
      ),
    );
  });

  test('an image that is nowhere', async () => {
    const denied =
      "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied";
    expect(await run('run -d nope')).toEqual(
      err(
        125,
        `Unable to find image 'nope:latest' locally\ndocker: Error response from daemon: ${denied}.\n${help('run')}`,
      ),
    );
    expect(await run('pull nope')).toEqual({
      code: 1,
      out: 'Using default tag: latest\n',
      err: `Error response from daemon: ${denied}\n`,
    });
  });

  test('a port in use: the container is there, and was never started', async () => {
    const refused = await run('run -d --name two -p 8080:80 web');
    const { id, status } = engine.container('two');
    const why = `driver failed programming external connectivity on endpoint two (${id}): Bind for 0.0.0.0:8080 failed: port is already allocated`;
    expect(refused).toEqual({ code: 125, out: `${id}\n`, err: `docker: Error response from daemon: ${why}.\n` });
    expect(status).toBe('created');
    expect(await run('start two')).toEqual(
      err(1, `Error response from daemon: ${why}\nError: failed to start containers: two\n`),
    );
    await run('stop web');
    expect(await run('start two')).toEqual(out('two\n'));
  });

  test('a port that something else listens on', async () => {
    engine.taken.add('9000/tcp');
    const { out: id, err: text } = await run('run -d --name two -p 9000:80 web');
    expect(text).toBe(
      `docker: Error response from daemon: driver failed programming external connectivity on endpoint two (${id.trim()}): Error starting userland proxy: listen tcp4 0.0.0.0:9000: bind: address already in use.\n`,
    );
  });

  test('a running container is not removed, a volume in use neither', async () => {
    const { id } = engine.container('web');
    expect(await run('rm web')).toEqual(
      err(
        1,
        `Error response from daemon: You cannot remove a running container ${id}. Stop the container before attempting removal or force remove\n`,
      ),
    );
    await run('volume create --label a=b data');
    const { out: user } = await run('create --name user -v data:/data web');
    expect(await run('volume rm data')).toEqual(
      err(1, `Error response from daemon: remove data: volume is in use - [${user.trim()}]\n`),
    );
  });

  test('an env-file with a space in a name', async () => {
    expect(await run('run -d --env-file /dev/stdin web', 'a b=c\n')).toEqual(
      err(125, `docker: poorly formatted environment: variable 'a b' contains whitespaces.\n${help('run')}`),
    );
  });
});
