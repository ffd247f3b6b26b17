import { describe, expect, test } from 'vitest';
import { parseRecord, recordText, type Source } from '../../src/lib/docker/index.ts';
import { record, service, spec } from '../plan/helpers.ts';

const said = service({ image: 'web:1', environment: { A: '1', UNSET: null }, networks: { default: null } });
const made = service({ image: 'web:1', environment: { A: '1' }, networks: { demo_default: { aliases: ['web'] } } });

const source = (services: Source['services']): Source => ({
  ...{ shape: 'services', services, disabled: {}, networks: {}, volumes: {}, masked: [], local: [] },
});

const whole = record({
  placement: { 'web-1': 's1' },
  specs: { 'web-1': spec({ config: { ...made, restart: 'always' } }) },
  source: source({ web: said, lost: service({ image: 'lost' }) }),
});

describe('a record as ships keep it', () => {
  test.each([
    ['of an older shape', record({ specs: { 'web-1': spec() } })],
    ['with what was planned', whole],
    ['without any service', record({ source: source({}) })],
  ])('is read as it was, to the byte: %s', (_, one) => {
    expect(JSON.stringify(parseRecord(recordText(one)))).toBe(JSON.stringify(one));
  });

  test('says of a service only what its spec does not', () => {
    expect(JSON.parse(recordText(whole)).source.services.web).toEqual({
      says: { environment: { A: '1', UNSET: null }, networks: { default: null } },
      lacks: ['restart'],
    });
  });

  test('of sixty services adds less than a third to their specs', () => {
    const names = Array.from({ length: 60 }, (_, index) => `service-${index}`);
    const environment = Object.fromEntries(names.slice(0, 8).map((name) => [name, `value of ${name}`]));
    const one = record({
      specs: Object.fromEntries(
        names.map((name) => [`${name}-1`, spec({ service: name, config: { ...made, environment } })]),
      ),
    });
    const services = Object.fromEntries(names.map((name) => [name, { ...said, environment }]));
    const [before, after] = [recordText(one).length, recordText({ ...one, source: source(services) }).length];
    expect(after / before).toBeLessThan(1.33);
  });
});
