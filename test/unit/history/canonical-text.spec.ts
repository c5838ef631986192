import { canonicalText } from '../../../lib/core/history/history.js';

describe('canonicalText', () => {
  it.each([
    ['leaves LF as it is', 'a\nb\n', 'a\nb\n'],
    ['turns CRLF into LF', 'a\r\nb\r\n', 'a\nb\n'],
    ['turns a lone CR into LF', 'a\rb\r\r\nc', 'a\nb\n\nc'],
    ['takes off a byte order mark', '\uFEFFa', 'a'],
    ['keeps a byte order mark elsewhere', 'a\uFEFF', 'a\uFEFF'],
    ['keeps white space', ' a \n\n', ' a \n\n'],
  ])('%s', (_, text, expected) => expect(canonicalText(text)).toBe(expected));
});
