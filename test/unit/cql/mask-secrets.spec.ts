import { maskSecrets, maskSecretsIn } from '../../../lib/core/cql/mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    ["CREATE ROLE r WITH PASSWORD = 's3cret' AND LOGIN = true", "CREATE ROLE r WITH PASSWORD = '***' AND LOGIN = true"],
    ["create role r with login = true and password='it''s'", "create role r with login = true and password='***'"],
    ["ALTER USER u WITH PASSWORD 's3cret' SUPERUSER", "ALTER USER u WITH PASSWORD '***' SUPERUSER"],
    ["ALTER ROLE r WITH HASHED PASSWORD = '$2a$10$x'", "ALTER ROLE r WITH HASHED PASSWORD = '***'"],
    ['CREATE ROLE r WITH PASSWORD = $$s3cret$$', "CREATE ROLE r WITH PASSWORD = '***'"],
    ["CREATE ROLE r WITH PASSWORD -- new\n = /* x */ 's3cret'", "CREATE ROLE r WITH PASSWORD -- new\n = /* x */ '***'"],
    [
      "CREATE ROLE r /* PASSWORD = 'old' */ WITH LOGIN = true",
      "CREATE ROLE r /* PASSWORD = '***' */ WITH LOGIN = true",
    ],
    [
      "CREATE ROLE r WITH OPTIONS = {'key': 's3cret', 'n': 1}",
      "CREATE ROLE r WITH OPTIONS = {'key': '***', 'n': '***'}",
    ],
    ["CREATE ROLE r WITH PASSWORD = 's3cret", "CREATE ROLE r WITH PASSWORD = '***'"],
    ["UPDATE users SET password = 'x' WHERE id = 1", "UPDATE users SET password = '***' WHERE id = 1"],
    ['ALTER ROLE r WITH GENERATED PASSWORD', 'ALTER ROLE r WITH GENERATED PASSWORD'],
    ['CREATE TABLE t (password text, options text)', 'CREATE TABLE t (password text, options text)'],
    ["INSERT INTO t (a) VALUES ('password = 1')", "INSERT INTO t (a) VALUES ('password = 1')"],
  ])('%s', (cql, masked) => {
    expect(maskSecrets(cql)).toBe(masked);
  });

  it.each([
    [
      "CREATE ROLE r WITH PASSWORD = 's3cret' LOGN",
      "line 1:40 (...PASSWORD = ['s3cret'] LOGN)",
      "line 1:40 (...PASSWORD = ['***'] LOGN)",
    ],
    ["CREATE ROLE r WITH PASSWORD = 's3cret' LOGN", 'no such thing: s3cret', 'no such thing: ***'],
    ["CREATE ROLE r WITH PASSWORD = 'a''b$&c'", "near a'b$&c", 'near ***'],
    ["CREATE ROLE r WITH PASSWORD = 'is'", "this is no role: 'is'", "this *** no role: '***'"],
    ['SELECT * FROM t', 'anything', 'anything'],
  ])('hides in messages what the server quotes of %s', (cql, message, masked) => {
    expect(maskSecretsIn(message, cql)).toBe(masked);
  });
});
