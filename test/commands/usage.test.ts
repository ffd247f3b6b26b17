import { describe, expect, test } from 'vitest';
import { notOffered } from '../../src/commands/shared/not-offered.ts';
import { unknownVerb } from '../../src/commands/shared/unknown.ts';
import { aliases, verbs } from '../../src/commands/shared/verbs.ts';
import { inProcess } from './in-process.ts';

const words = (line: string) => line.split(' ');

describe('a word that is no verb', () => {
  test.each([
    ['pss', 'there is no verb pss: did you mean ps?'],
    ['satrt', 'there is no verb satrt: did you mean start?'],
    ['Stop', 'there is no verb Stop: did you mean stop?'],
    ['convrt', 'there is no verb convrt: did you mean convert?'],
    ['hist', 'there is no verb hist: did you mean history?'],
    ['nope', 'there is no verb nope'],
    ['deploy', 'there is no verb deploy: did you mean start?'],
    ['status', 'there is no verb status: did you mean ps?'],
    ['p', 'there is no verb p'],
    ['pd', 'there is no verb pd: did you mean ps?'],
    ['frobnicate', 'there is no verb frobnicate'],
    ['toString', 'there is no verb toString'],
  ])('%s: %s', (name, what) => {
    expect(unknownVerb(name).parts).toEqual({ what, remedy: 'compowarm help' });
  });

  test('but a flag, of all verbs or not', () => {
    const rest = {
      why: 'only these go before a verb',
      remedy: 'put it behind the verb that takes it; compowarm help flags lists those of all',
    };
    expect(unknownVerb('-d').parts).toEqual({ what: '-d is not a flag of all verbs', ...rest });
    expect(unknownVerb('--all').parts).toEqual({ what: '--all is not a flag of all verbs', ...rest });
    expect(unknownVerb('--shp').parts).toEqual({
      what: '--shp is not a flag of all verbs: did you mean --ship?',
      ...rest,
    });
  });

  test('but one of Docker Compose that is not offered, with what there is instead', () => {
    expect(unknownVerb('build').parts).toEqual({
      what: 'build is a verb of Docker Compose that is not offered here',
      why: 'an image is built where a container of it is to run, when there is need of it',
      remedy: 'compowarm start --build, or compowarm create --build to start nothing',
    });
    expect(Object.keys(notOffered).filter((name) => Object.hasOwn({ ...verbs, ...aliases }, name))).toEqual([]);
  });
});

describe('words that a verb can’t read', () => {
  test.each([
    ['ps --al', 'ps has no flag --al: did you mean --all?'],
    ['ps -all', 'ps has no flag -all: did you mean --all?'],
    ['ps --shp=ship1', 'ps has no flag --shp: did you mean --ship?'],
    ['ps --project-n=x', 'ps has no flag --project-n: did you mean --project-name?'],
    ['stop --time 3', 'stop has no flag --time: did you mean --timeout?'],
    ['ps --sh', 'ps has no flag --sh'],
    ['ps --hlep', 'ps has no flag --hlep: did you mean --help?'],
    ['ps --frobnicate', 'ps has no flag --frobnicate'],
    ['ps -x', 'ps has no flag -x'],
    ['ps -A', 'ps has no flag -A: did you mean -a?'],
    ['up --biuld', 'up has no flag --biuld: did you mean --build?'],
    ['ps --format xml', '--format does not take xml\n  why: it is one of table, json'],
    ['start --pull', '--pull wants a value\n  why: it is one of always, missing, never, policy'],
    ['start --lock-wait', '--lock-wait wants a value'],
    ['start --lock-wait soon', '--lock-wait wants an integer, not soon'],
    ['start --lock-wait -3', '--lock-wait wants an integer greater than or equal to 0, not -3'],
    ['start --build --no-build', '--no-build and --build do not go together'],
    ['ps -p one -p two', 'flag --project-name can only be specified once'],
    ['drain', 'drain wants a SHIP\n  why: the ship to leave'],
    ['port', 'port wants a SERVICE'],
    ['history web', 'history has no use for the word web'],
  ])('%s', async (line, said) => {
    const [verb] = words(line);
    const stderr = `${said}\n  try: compowarm ${verb} --help\n`;
    expect(await inProcess(words(line))).toEqual({ code: 2, stdout: '', stderr });
  });

  test('are told as JSON where that is asked for', async () => {
    expect(await inProcess(words('ps --al --json'))).toEqual({
      code: 2,
      stdout: '{"Error":"ps has no flag --al: did you mean --all?","Remedy":"compowarm ps --help","ExitCode":2}\n',
      stderr: '',
    });
  });
});
