import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { readCustomCloud } from '../../src/model/customCloud';
import { inEnglish } from '../../src/model/message';

const good = {
  resourceManager: 'https://management.local.example/',
  authority: 'https://login.local.example',
  registrySuffix: '.azurecr.local.example',
};

describe('the setting of a custom cloud', () => {
  it('gives a cloud, with audiences that follow from its addresses', () => {
    assert.deepEqual(readCustomCloud({ ...good, name: 'Local', graph: 'https://graph.local.example/', tenantId: 't' }), {
      name: 'Local',
      resourceManager: 'https://management.local.example',
      resourceManagerAudience: 'https://management.local.example',
      registryAudience: 'https://containerregistry.azure.net',
      registrySuffix: '.azurecr.local.example',
      authority: 'https://login.local.example',
      graph: 'https://graph.local.example',
      tenantId: 't',
    });
  });

  it('takes a port, and is named after its host', () => {
    const cloud = readCustomCloud({
      resourceManager: 'https://localhost:8443',
      authority: 'https://localhost:8443/adfs',
      registrySuffix: '.azurecr.localhost:8443',
    });
    assert.deepEqual(
      [cloud.name, cloud.registrySuffix, cloud.authority],
      ['localhost:8443', '.azurecr.localhost:8443', 'https://localhost:8443/adfs'],
    );
  });

  const bad: readonly [string, unknown, RegExp][] = [
    ['nothing at all', undefined, /does not name “resourceManager”/],
    ['no authority', { ...good, authority: '' }, /does not name “authority”/],
    ['no suffix', { ...good, registrySuffix: undefined }, /does not name “registrySuffix”/],
    ['a number', { ...good, authority: 7 }, /“authority” is not a text/],
    [
      'plain http',
      { ...good, resourceManager: 'http://management.local.example' },
      /“resourceManager” is “http:\/\/management\.local\.example”/,
    ],
    ['a password in the address', { ...good, authority: 'https://a:b@login.local.example' }, /“authority” is/],
    ['no address', { ...good, graph: 'graph' }, /“graph” is “graph”/],
    ['a suffix that any host could end with', { ...good, registrySuffix: 'io' }, /“registrySuffix” is “io”/],
    ['a suffix with a path', { ...good, registrySuffix: '.azurecr.io/x' }, /“registrySuffix” is/],
  ];
  for (const [what, setting, sentence] of bad) {
    it(`is refused with ${what}`, () => {
      assert.throws(
        () => readCustomCloud(setting),
        (error) => AppError.is(error, 'InvalidCloud') && sentence.test(inEnglish(error.userMessage)),
      );
    });
  }
});
