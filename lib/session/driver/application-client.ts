import { Client, ExecutionProfile, type ClientOptions } from 'cassandra-driver';

/**
 * The application's client. The driver adds a profile to the list that it is given, and a load-balancing policy to each
 * profile; with copies, other clients can be made from the same options.
 */
export function applicationClient(options: ClientOptions, keyspace: string): Client {
  const { profiles = [] } = options;
  const client = new Client({ ...options, keyspace, profiles: profiles.map(copyOf) });
  if (profiles.length > 0) resolveByName(client);
  return client;
}

/** Every field: the typings list fewer than the driver reads (4.10.0). */
function copyOf(profile: ExecutionProfile): ExecutionProfile {
  return Object.assign(new ExecutionProfile(profile.name, {}), profile);
}

interface Manager {
  getProfile(profile?: string | ExecutionProfile): ExecutionProfile | undefined;
}

/** A statement may name its profile by the object that the options hold: the client's copy of that name is meant. */
function resolveByName(client: Client): void {
  const { profileManager } = client as Client & { readonly profileManager?: Manager };
  if (!profileManager) return;
  const find = profileManager.getProfile.bind(profileManager);
  profileManager.getProfile = (profile) =>
    typeof profile === 'object' ? (find(profile.name) ?? find(profile)) : find(profile);
}
