/** Entry of the SDK's bundle, loaded with the first call to Azure. */
import { access } from './access';
import type { Azure } from './azure';
import { Clients } from './clients';
import type { ConnectOptions } from './connectOptions';
import { containerGroups } from './containerGroups';
import { directory } from './directory';
import { identities } from './identities';
import { images } from './images';
import { networks } from './networks';
import { registries } from './registries';
import { providers, resourceGroups, resources } from './resources';
import { signedIn } from './signedIn';
import { subscriptions } from './subscriptions';
import { workspaces } from './workspaces';

export { listTenants } from './subscriptions';

/** Sends nothing yet. */
export function connect(options: ConnectOptions): Azure {
  const clients = new Clients(options);
  return {
    cloud: options.cloud,
    signedIn: (signal) => signedIn(options, signal),
    subscriptions: subscriptions(clients),
    resourceGroups: resourceGroups(clients),
    resources: resources(clients),
    providers: providers(clients),
    identities: identities(clients),
    registries: registries(clients, options),
    images: images(clients),
    access: access(clients),
    directory: directory(clients.graph()),
    containerGroups: containerGroups(clients),
    networks: networks(clients),
    workspaces: workspaces(clients),
  };
}
