import { once } from 'node:events';
import { createServer } from 'node:net';

import { answers, findFreePort } from '../../../lib/testing/embedded/free-ports.js';

describe('findFreePort', () => {
  it('finds a port that a server can take', async () => {
    const port = await findFreePort(['127.0.0.1']);
    expect(await answers('127.0.0.1', port)).toBe(false);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await answers('127.0.0.1', port)).toBe(true);
    server.close();
  });

  it('says which address this machine does not have', async () => {
    // Of TEST-NET-1: documentation only, never the address of a machine.
    await expect(findFreePort(['127.0.0.1', '192.0.2.1'])).rejects.toMatchObject({
      code: 'COODIE_LOOPBACK_ADDRESS_MISSING',
      address: '192.0.2.1',
      hint: expect.stringContaining('ifconfig lo0 alias 192.0.2.1'),
    });
  });
});
