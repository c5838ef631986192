import { formatHost, parseHost } from '../../../../lib/cli/settings/parse-hosts.js';

describe('parseHost', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['db.example.com:9043', 'db.example.com:9043'],
    ['[::1]', '[::1]'],
    ['[2001:db8::1]:9142', '[2001:db8::1]:9142'],
    ['::1', '[::1]'],
    ['h:65535', 'h:65535'],
  ])('reads %s', (text, formatted) => {
    const host = parseHost(text);
    expect(host && formatHost(host)).toBe(formatted);
  });

  it.each(['', 'h:', 'h:0', 'h:65536', 'h:x', ':9042', '[h]', '[::1', '::1]', 'a b', '[::1]9042', 'h:1:2'])(
    'refuses "%s"',
    (text) => {
      expect(parseHost(text)).toBeUndefined();
    },
  );
});
