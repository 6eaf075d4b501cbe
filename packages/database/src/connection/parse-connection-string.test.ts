import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeSettings } from './connection-settings.ts';
import { parseConnectionString } from './parse-connection-string.ts';

const server = {
  kind: 'mysql',
  host: 'db.local',
  port: 3306,
  user: 'u',
  password: '',
  database: 'd',
  sslMode: 'preferred',
};

const accepted: [string, object][] = [
  [
    'Server=localhost;Database=renderonline;User Id=renderonline;Password=yourpassword;',
    {
      ...server,
      host: 'localhost',
      user: 'renderonline',
      password: 'yourpassword',
      database: 'renderonline',
    },
  ],
  ['Data Source=path.db', { kind: 'sqlite', path: 'path.db' }],
  ['DataSource = C:\\farm data\\r.db ; Version=3', { kind: 'sqlite', path: 'C:\\farm data\\r.db' }],
  ['Data Source=:memory:', { kind: 'sqlite', path: ':memory:' }],
  ['Data Source="a;b=c.db"', { kind: 'sqlite', path: 'a;b=c.db' }],
  ['Data Source=db.local;Initial Catalog=d;Uid=u', server],
  ['host=db.local;DATABASE=d;username=u;Port=3307', { ...server, port: 3307 }],
  ['Server=db.local;Database=d;User   Id=u;Pwd="a;b""c=\'"', { ...server, password: 'a;b"c=\'' }],
  ["Server=db.local;Database=d;User=u;Password='it''s; '", { ...server, password: "it's; " }],
  ['Server=db.local;Database=d;User=u;Password= a=b== ;', { ...server, password: 'a=b==' }],
  ['Server=db.local;Database=d;User=u;SslMode=None', { ...server, sslMode: 'none' }],
  ['Server=db.local;Database=d;User=u;Ssl Mode=VerifyFull', { ...server, sslMode: 'verify-full' }],
  ['Server=db.local;Database=d;User=u;SslMode=VerifyCA;Pooling=true', { ...server, sslMode: 'verify-ca' }],
  [
    'Server=/run/mysqld/mysqld.sock;Database=d;User=u',
    { ...server, host: 'localhost', socketPath: '/run/mysqld/mysqld.sock' },
  ],
];

const refused: [string, RegExp][] = [
  ['', /lacks the key 'Server'/],
  ['Server=;Database=d;User=u', /lacks the key 'Server'/],
  ['Server=a;User=u', /lacks the key 'Database'/],
  ['Server=a;Database=d', /lacks the key 'User Id'/],
  ['Server=a;Database=d;User=u;Prot=1', /unknown key 'prot'/],
  ['Server=a;Database=d;User=u;Port=70000', /after 'Port'/],
  ['Server=a;Database=d;User=u;Port=-1', /after 'Port'/],
  ['Server=a;Database=d;User=u;SslMode=Sometimes', /after 'SslMode'/],
  ['Server=a;Database=d;User=u;Password="secret', /quote after 'Password' that is never closed/],
  ['Server=a;Database=d;User=u;Password="secret"secret;', /quoted value of 'Password'/],
  ['Server=a;secret;Database=d', /after the key 'server'/],
  ['/just/a/path', /at its beginning/],
  ['=secret', /at its beginning/],
];

describe('parseConnectionString', () => {
  for (const [text, settings] of accepted) {
    test(`reads ${text}`, () => {
      assert.deepEqual(parseConnectionString(text), settings);
    });
  }

  for (const [text, message] of refused) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseConnectionString(text),
        (error: Error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /secret/);
          return true;
        },
      );
    });
  }

  test('a description has no password', () => {
    const settings = parseConnectionString('Server=a;Port=1;Database=d;User=u;Password=secret');
    assert.equal(describeSettings(settings), 'MySQL u@a:1/d');
  });
});
