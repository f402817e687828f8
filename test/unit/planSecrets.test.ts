import assert from 'node:assert/strict';
import type { Memento, SecretStorage } from 'vscode';
import { newDefinition } from '../../src/deploy/newDefinition';
import { planDeploy } from '../../src/deploy/planDeploy';
import type { Secrets } from '../../src/model/secrets';
import { takeSecrets } from '../../src/model/secrets';
import { azScript } from '../../src/plan/formats/azScript';
import type { Plan } from '../../src/plan/plan';
import { PlanStore } from '../../src/ui/plans/planStore';

/** What VS Code would keep in plain text, and what among its secrets. */
function kept(): { readonly store: PlanStore; readonly plain: Map<string, unknown>; readonly secret: Map<string, string> } {
  const plain = new Map<string, unknown>();
  const secret = new Map<string, string>();
  const memento: Pick<Memento, 'get' | 'update'> = {
    get: <T>(key: string, otherwise?: T) => (plain.get(key) ?? otherwise) as T,
    update: (key, value) => Promise.resolve(void plain.set(key, value)),
  };
  const secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'> = {
    get: (key) => Promise.resolve(secret.get(key)),
    store: (key, value) => Promise.resolve(void secret.set(key, value)),
    delete: (key) => Promise.resolve(void secret.delete(key)),
  };
  return { store: new PlanStore(memento as Memento, secrets as SecretStorage), plain, secret };
}

/** As the wizard makes it of a user name and password. */
function withPassword(): { readonly plan: Plan; readonly secrets: Secrets } {
  const { definition, secrets } = takeSecrets(
    newDefinition({
      name: 'shop',
      location: 'westeurope',
      image: 'registry.example.com/shop:1',
      loginServer: 'registry.example.com',
      login: { username: 'reader', password: 'not-to-be-seen' },
      dnsNameLabel: 'shop-12345',
    }),
  );
  const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/shop';
  return { plan: planDeploy('t', { id, definition, resourceGroups: [], grant: [], pulls: [], register: false }), secrets };
}

describe('A password that a wizard was given', () => {
  it('is in neither the plan nor its script, which name it', () => {
    const { plan, secrets } = withPassword();
    assert.deepEqual(secrets, { 'registry.example.com': 'not-to-be-seen' });
    for (const text of [JSON.stringify(plan), azScript(plan)]) {
      assert.ok(!text.includes('not-to-be-seen'));
      assert.match(text, /\{\{secret:registry\.example\.com\}\}/);
    }
  });

  it('is kept among the secrets alone, added to, and gone with its plan', async () => {
    const { store, plain, secret } = kept();
    const { plan, secrets } = withPassword();
    await store.save({ plan });
    await store.saveSecrets(plan.id, secrets);
    await store.saveSecrets(plan.id, { 'shop/KEY': 'hush' });
    assert.ok(!JSON.stringify([...plain]).includes('not-to-be-seen'));
    assert.deepEqual(await store.secretsOf(plan.id), { ...secrets, 'shop/KEY': 'hush' });
    for (let count = 0; count < 20; count++) await store.save({ plan: { ...plan, id: `other-${count}` } });
    assert.deepEqual([...secret], []);
  });
});
