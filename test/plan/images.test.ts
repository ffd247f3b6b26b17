import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { StartOptions } from '../../src/lib/plan/index.ts';
import { type ProjectParts, problem } from './helpers.ts';
import { lines } from './lines.ts';
import { alone, empty, start, up } from './starting.ts';
import { shipWith } from './world.ts';

type Build = NonNullable<Service['build']>;

/** As it is read where the file names none. */
const NO_IMAGE = { image: undefined as unknown as string };

const built = (build: Build = {}, web: Partial<Service> = {}): ProjectParts =>
  alone({ ...NO_IMAGE, build: { context: '/home/me/demo', dockerfile: 'Dockerfile', ...build }, ...web });

const imageLines = (parts: ProjectParts, fleet = empty(['s1']), options: Partial<StartOptions> = {}) =>
  lines(start(parts, fleet, options)).filter((line) => line.includes('image'));

const withImage = (parts: ProjectParts, ...names: string[]) =>
  shipWith(up({ services: {}, ships: parts.ships }), 's1', { images: [{ id: 'sha256:i', names }] });

describe('the image of a service with build', () => {
  test('is built where it is missing, under the name that Compose gives it', () => {
    const plan = start(built(), empty(['s1']));
    expect(lines(plan)).toEqual([
      '1 s1: record 1 intent begun',
      '2 s1: network demo_default after 1 (web-1 needs it)',
      '3 s1: image demo-web after 1 (web-1 needs it)',
      '4 s1: create web-1 after 1,2,3 (the only ship it may use)',
      '5 s1: record 1 outcome done',
    ]);
    expect(plan.steps[2]).toEqual({
      ...{
        id: '3',
        kind: 'build',
        ship: 's1',
        after: ['1'],
        subject: 'image demo-web',
        why: 'web-1 needs it',
        changes: [],
      },
      ...{ service: 'web', image: 'demo-web', build: { context: '/home/me/demo', dockerfile: 'Dockerfile' } },
      file: { by: 'build', name: 'web.context', target: '', digest: '', bytes: 0, id: 'web' },
    });
  });

  test('is not built where it is there, whatever its context holds now', () => {
    expect(imageLines(built(), withImage(built(), 'demo-web:latest'))).toEqual([]);
  });

  test('is built all the same where the file or the person says so', () => {
    const fleet = withImage(built(), 'demo-web:latest');
    const line = ['3 s1: image demo-web after 1 (web-1 needs it)'];
    expect(imageLines(built({}, { pull_policy: 'build' }), fleet)).toEqual(line);
    expect(imageLines(built(), fleet, { builds: 'always' })).toEqual(line);
  });

  test.each<[string, ProjectParts, Partial<StartOptions>]>([
    ['the person says so', built(), { builds: 'always' }],
    ['the file says so', built({}, { pull_policy: 'build' }), {}],
  ])('built anew where %s, replaces a container only if it is another one then', (_, parts, options) => {
    expect(lines(start(parts, up(parts), options))).toEqual([
      '1 s1: record 2 intent begun',
      '2 s1: image demo-web after 1 (web-1 needs it)',
      '3 s1: refresh web-1 unless image demo-web is sha256:demo-web after 1,2 (its image is built anew)',
      '4 s1: record 2 outcome done',
    ]);
  });

  test('is fetched by docker itself from elsewhere', () => {
    const plan = start(built({ context: 'https://x.org/app.git' }), empty(['s1']));
    expect(plan.steps[2]).not.toHaveProperty('file');
  });

  test('without --no-build only', () => {
    expect(problem(() => start(built(), empty(['s1']), { builds: 'never' }))).toEqual({
      what: 'service web wants the image demo-web, which is not there',
      where: { ship: 's1' },
      why: '--no-build was given',
      remedy: 'leave --no-build out, or bring the image there',
      exit: 1,
    });
    expect(imageLines(built(), withImage(built(), 'demo-web:latest'), { builds: 'never' })).toEqual([]);
  });

  test.each<[string, Build, string]>([
    ['ssh', { ssh: ['default'] }, 'the keys of this machine stay here'],
    ['secrets', { secrets: [{ source: 'a' }] }, 'docker’s classic builder has none'],
    ['additional_contexts', { additional_contexts: { a: '/a' } }, 'docker’s classic builder has one context'],
    ['privileged', { privileged: true }, 'docker’s classic builder does not build so'],
    ['entitlements', { entitlements: ['network.host'] }, 'docker’s classic builder knows none'],
    ['cache_to', { cache_to: ['a'] }, 'docker’s classic builder keeps its cache itself'],
    ['platforms', { platforms: ['linux/amd64', 'linux/arm64'] }, 'docker’s classic builder builds for one at a time'],
    [
      'dockerfile_inline',
      { context: 'https://x.org/a.git', dockerfile_inline: 'FROM x' },
      'docker fetches the context itself',
    ],
  ])('is refused with %s', (key, build, why) => {
    const one = built(build);
    const { what, why: because } = problem(() => start(one, empty(['s1'])));
    expect([what, because]).toEqual([`service web: build.${key} can't be done on ships`, why]);
    expect(imageLines(one, withImage(one, 'demo-web:latest'))).toEqual([]);
  });
});
