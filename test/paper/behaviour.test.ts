import { beforeEach, describe, expect, test } from 'vitest';
import { type PaperEngine, paperEngine } from './index.ts';
import { out, say } from './say.ts';

let engine: PaperEngine;

beforeEach(() => {
  engine = paperEngine({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
});

const run = (line: string, stdin = '') => say(engine, line, stdin);

describe('behaviours of images', () => {
  const status = () =>
    run("inspect -f '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' it");

  test('healthy after so many inspections', async () => {
    engine.image('it', { healthyAfter: 2 });
    await run('run -d --name it it');
    const seen = [await status(), await status(), await status()].map(({ out: text }) => text);
    expect(seen).toEqual(['running starting\n', 'running starting\n', 'running healthy\n']);
    const { out: line } = await run("ps --format '{{.Status}}'");
    expect(line).toBe('Up Less than a second (healthy)\n');
  });

  test('never healthy, and without a healthcheck', async () => {
    engine.image('it', { unhealthy: true });
    await run('run -d --name it it');
    await status();
    expect(await status()).toEqual(out('running unhealthy\n'));
    await run('rm -f it');
    await run('run -d --name it --no-healthcheck it');
    expect(await status()).toEqual(out('running none\n'));
  });

  test('what its checks print, the last of them by a variable of the template', async () => {
    engine.image('it', { unhealthy: true, checks: 'refused' });
    await run('run -d --name it it');
    const format =
      '{{$o := "none"}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}}';
    expect(await run(`inspect -f '${format}' it`)).toEqual(out('refused\n'));
    await run('rm -f it');
    await run('run -d --name it --no-healthcheck it');
    expect(await run(`inspect -f '${format}' it`)).toEqual(out('none\n'));
  });

  test('a healthcheck from flags', async () => {
    engine.image('it');
    await run("create --name it --health-cmd 'curl -f x' --health-interval 1m30s --health-retries 3 it");
    expect(await run("inspect -f '{{json .Config.Healthcheck}}' it")).toEqual(
      out('{"Test":["CMD-SHELL","curl -f x"],"Interval":90000000000,"Retries":3}\n'),
    );
    expect(await status()).toEqual(out('created none\n'));
  });

  test('ends at once, with its last words', async () => {
    engine.image('it', { exits: 1, logs: ['one', 'two', 'three'] });
    await run('run -d --name it it');
    expect(await status()).toEqual(out('exited none\n'));
    expect(await run('wait it')).toEqual(out('1\n'));
    expect(await run('logs --tail 2 it')).toEqual(out('two\nthree\n'));
    expect(await run('logs --timestamps --tail 1 it')).toEqual(out('2026-01-02T03:04:05.000000002Z three\n'));
  });

  test('ends after so many inspections, or when a test says so', async () => {
    engine.image('it', { exits: 0, after: 1 });
    await run('run -d --name it it');
    const seen = [await status(), await status()].map(({ out: text }) => text);
    expect(seen).toEqual(['running none\n', 'exited none\n']);
    await run('start it');
    const waiting = run('wait it');
    engine.exit('it', 3);
    expect(await waiting).toEqual(out('3\n'));
  });

  test('comes back again and again under a restart policy', async () => {
    engine.image('it', { exits: 1 });
    await run('run -d --name it --restart always it');
    const look = () => run("inspect -f '{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}' it");
    expect([(await look()).out, (await look()).out]).toEqual(['2 restarting 1\n', '3 restarting 1\n']);
    await run('stop it');
    expect(await look()).toEqual(out('3 exited 0\n'));
  });
});
