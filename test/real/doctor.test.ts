import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { untilClean } from './remains.ts';
import { ask, containers } from './seen.ts';

const FILE = `services:
  client:
    image: flask
    ports: ["5000:5000"]
    links: [redis]
    deploy: {mode: global}
  redis:
    image: redis
    ports: ["6379:6379"]
    x-ships: [192.168.1.83]
x-ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

const FINE = '  ok       reach, docker, tools, clock, disk, inodes, memory, ports';

describeReal('what is known of ships before and after a deploy', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'demo', FILE);
  });
  afterAll(async () => {
    await cleanShips(harbor);
    here.remove();
  });

  const lines = async (...argv: string[]) => {
    const { code, stdout, stderr } = await here.compowarm(...argv);
    expect(stderr).toBe('');
    return { code, lines: stdout.split('\n').slice(0, -1) };
  };
  const on = (ship: number, text: string) => ask(harbor, ship, text);

  it('doctor tells before the first start what can be told then', async () => {
    const untried = (ship: string, where: string) => [
      `ship ${ship}`,
      `  untried  links  whether client reaches redis on ${where} (192.168.1.83:6379): redis does not run on 192.168.1.83 yet`,
      FINE,
    ];
    expect(await lines('doctor')).toEqual({
      code: 0,
      lines: [
        ...untried('192.168.1.83', 'its own ship'),
        ...untried('192.168.1.84', '192.168.1.83'),
        ...untried('192.168.1.85', '192.168.1.83'),
        'all ships',
        '  ok       plan',
      ],
    });
  });

  it('doctor names what is wrong with a ship, and what helps', async () => {
    await on(1, 'docker run -d --name stranger -p 6379:6379 busybox sleep 1000');
    const listener = await on(2, 'busybox nc -l -p 5000 >/dev/null 2>&1 & echo $!');
    await on(
      2,
      `mkdir -p /usr/local/bin; cd /usr/local/bin
      printf '#!/bin/sh\\n/bin/date -d @$(($(/bin/date +%%s) + 3)) "$@"\\n' >date
      printf '#!/bin/sh\\necho Ahoy\\nexec /bin/sh "$@"\\n' >loud
      chmod 755 date loud
      mount -t tmpfs -o size=1m,nr_inodes=2 none /var/lib/docker; ! head -c 2000000 /dev/zero >/var/lib/docker/full 2>/dev/null`,
    );
    await harbor.setLoginShell(2, '/usr/local/bin/loud');
    try {
      const { code, lines: told } = await lines('doctor', '--json');
      expect(code).toBe(1);
      const found = told
        .map((line) => JSON.parse(line))
        .filter(({ Verdict }) => Verdict !== 'ok' && Verdict !== 'untried');
      expect(found.map(({ Ship, Verdict, Check, Found }) => `${Ship} ${Verdict} ${Check}: ${Found}`)).toEqual([
        '192.168.1.83 wrong ports: port 6379 is taken by stranger, and redis is to run there',
        '192.168.1.84 warning shell: its login shell says something before each command: Ahoy',
        expect.stringMatching(
          /^192\.168\.1\.84 warning clock: [23]\.\d s ahead of the laptop's: logs of several ships are out of order$/,
        ),
        '192.168.1.84 wrong disk: 0 bytes free at /var/lib/docker, of 1.0 MiB',
        '192.168.1.84 wrong inodes: 0 free, of 2',
        '192.168.1.84 wrong ports: port 5000 is taken by a process that no container publishes, and client is to run there',
        expect.stringMatching(/^null wrong plan: .*port 6379 is taken on 192\.168\.1\.83 by stranger/),
      ]);
      expect(found.every(({ Remedy }) => Remedy)).toBe(true);
    } finally {
      await harbor.setLoginShell(2, '/bin/sh');
      await on(2, `umount /var/lib/docker; rm /usr/local/bin/date /usr/local/bin/loud; kill ${listener}`);
      await on(1, 'docker rm -f stranger');
    }
  });

  describe('while it runs', () => {
    beforeAll(async () => {
      expect(await here.compowarm('start')).toMatchObject({ code: 0 });
    });

    it('doctor calls each published port of a link from each container that uses it, and leaves nothing', async () => {
      const before = await containers(harbor, 1);
      expect(await lines('doctor')).toEqual({
        code: 0,
        lines: [
          ...['83', '84', '85'].flatMap((ship) => [`ship 192.168.1.${ship}`, `${FINE}, links`]),
          'all ships',
          '  ok  plan',
        ].map((line) => line.replace(/^ +ok +/, '  ok  ')),
      });
      expect(await containers(harbor, 1)).toEqual(before);
      await untilClean(harbor);
    });

    it('a firewall that drops what containers send to their own ship is found, and one between ships', async () => {
      const own = 'INPUT -i br-+ -j DROP';
      const between = 'FORWARD -s 192.168.1.85 -p tcp --dport 6379 -j DROP';
      await on(1, `iptables -I ${own}; iptables -I ${between}`);
      try {
        expect(await lines('doctor')).toEqual({
          code: 1,
          lines: [
            'ship 192.168.1.83',
            '  wrong  links  client does not reach redis on its own ship (192.168.1.83:6379): nc: timed out',
            '                try: let the firewall there take what its own containers send to 192.168.1.83: ufw allow from 172.16.0.0/12, say',
            '  ok     reach, docker, tools, clock, disk, inodes, memory, ports',
            'ship 192.168.1.84',
            '  ok     reach, docker, tools, clock, disk, inodes, memory, ports, links',
            'ship 192.168.1.85',
            '  wrong  links  client does not reach redis on 192.168.1.83 (192.168.1.83:6379): nc: timed out',
            '                try: open port 6379 of 192.168.1.83 to 192.168.1.85, in the firewalls of both and between them',
            '  ok     reach, docker, tools, clock, disk, inodes, memory, ports',
            'all ships',
            '  ok     plan',
          ],
        });
      } finally {
        await on(1, `iptables -D ${own}; iptables -D ${between}`);
      }
    });

    it('ships are listed with what they are and have, the silent ones too', async () => {
      here.write('docker.yml', FILE.replace('84, 192.168.1.85]', '84, {name: far, host: 192.168.1.85, port: 2222}]'));
      const [{ code, stdout, stderr }, json, silent] = await Promise.all([
        here.compowarm('ships'),
        here.compowarm('ships', '--json', '--ship', '192.168.1.84'),
        here.compowarm('doctor', '--ship', 'far'),
      ]);
      expect({ code, stderr }).toEqual({
        code: 3,
        stderr:
          'unreachable: ship far: 192.168.1.85 port 2222 refuses the connection: the host is up, and nothing listens on that port (start sshd there, or give the port it listens on as `port` of the ship)\n',
      });
      const shape = stdout
        .replace(/ (?!192)\d+\.\d+\.\d+\S*/g, ' V')
        .replace(/\b\d+(\.\d+)?[MGT]/g, 'N')
        .replace(/\b\d+(\.\d+)?ms/g, 'Nms')
        .replace(/ \d+\.\d\d /g, ' N ')
        .replace(/ {2,}/g, ' | ');
      expect(shape.split('\n').slice(0, -1)).toEqual([
        'SHIP | HOST | LATENCY | ENGINE | ARCH | CONTAINERS | LOAD | MEMORY | DISK FREE | CLOCK',
        expect.stringMatching(
          /^192\.168\.1\.83 \| 192\.168\.1\.83 \| Nms \| V \| \w+ \| 2\/2 of 2 \| N \| N\/N \| N\/N \| [-+]?\d\.\ds$/,
        ),
        expect.stringMatching(
          /^192\.168\.1\.84 \| 192\.168\.1\.84 \| Nms \| V \| \w+ \| 1\/1 of 1 \| N \| N\/N \| N\/N \| [-+]?\d\.\ds$/,
        ),
        'far | 192.168.1.85:2222 | unreachable | - | - | - | - | - | - | -',
        expect.stringMatching(
          /^192\.168\.1\.85 \| 192\.168\.1\.85 \| Nms \| V \| \w+ \| 1\/1 of 1 \| N \| N\/N \| N\/N \| [-+]?\d\.\ds$/,
        ),
      ]);
      expect({ code: json.code, row: JSON.parse(json.stdout) }).toMatchObject({
        code: 0,
        row: { Ship: '192.168.1.84', State: 'up', DockerRoot: '/var/lib/docker', Running: 1, EngineContainers: 1 },
      });
      expect({ code: silent.code, lines: silent.stdout.split('\n').slice(0, 3) }).toEqual({
        code: 3,
        lines: [
          'ship far',
          '  unreachable  reach  192.168.1.85 port 2222 refuses the connection: the host is up, and nothing listens on that port',
          '                      try: start sshd there, or give the port it listens on as `port` of the ship',
        ],
      });
    });
  });
});
