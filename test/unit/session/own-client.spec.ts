import { createServer, type Server, type Socket } from 'node:net';
import { ConnectionFailedError } from '../../../lib/session/errors.js';
import { openOwnClient } from '../../../lib/session/driver/open-own-client.js';

/** A host that is paused: the system accepts connections for it, and nothing comes back on them. */
class PausedHost {
  handshakes = 0;
  private readonly sockets: Socket[] = [];
  private readonly server: Server = createServer((socket) => {
    this.sockets.push(socket);
    socket.once('data', () => (this.handshakes += 1));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe("a client of coodie's own", () => {
  const host = new PausedHost();
  afterAll(() => host.stop());

  it('waits for the handshake of a paused host as long as the application does, not as long as for a schema change', async () => {
    const contactPoints = [await host.start()];
    const options = { contactPoints, localDataCenter: 'datacenter1', socketOptions: { readTimeout: 100 } };
    await expect(openOwnClient(options, { timeout: 3_600_000 })).rejects.toBeInstanceOf(ConnectionFailedError);
    // Each attempt has ended.
    expect(host.handshakes).toBe(3);
  });
});
