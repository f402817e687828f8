import assert from 'node:assert/strict';
import type { TemplateScope } from '../../src/deploy/text/expressions';
import { evaluate, unknown } from '../../src/deploy/text/expressions';
import { importGroup } from '../../src/deploy/text/groupFile';
import { readJson } from '../../src/deploy/text/readJson';
import { pullingResource } from './definitions';
import { findingsIn, fixed, fixedAll } from './fixing';

const template = `{
  // what it is
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {
    "name": { "type": "string", "defaultValue": "web" },
    "cpu": { "type": "string", "defaultValue": "1.0" },
    "port": { "type": "int", "defaultValue": 8080 },
    "location": { "type": "string", "defaultValue": "[resourceGroup().location]" },
    "key": { "type": "securestring" }
  },
  "variables": { "image": "[concat('nginx', ':', '1.27')]", "script": "echo one
echo two" },
  "resources": [
    { "type": "Microsoft.Storage/storageAccounts", "name": "x" },
    {
      "type": "Microsoft.ContainerInstance/containerGroups",
      "apiVersion": "2021-09-01",
      "name": "[parameters('name')]",
      "location": "[parameters('location')]",
      "dependsOn": ["[resourceId('Microsoft.Storage/storageAccounts', 'x')]"],
      "properties": {
        "osType": "Linux",
        "containers": [
          {
            "name": "[toLower(format('{0}-Main', parameters('name')))]",
            "properties": {
              "image": "[variables('image')]",
              "command": ["/bin/sh", "-c", "[variables('script')]"],
              "ports": [{ "port": "[parameters('port')]" }],
              "environmentVariables": [{ "name": "KEY", "secureValue": "[parameters('key')]" }, { "name": "LIST", "value": "[[1, 2]" }],
              "resources": { "requests": { "cpu": "[parameters('cpu')]", "memoryInGB": 1.5, }, },
            },
          },
        ],
      },
    },
  ],
}`;

describe('A container group in an ARM template', () => {
  it('is read with its expressions worked out, over comments, commas and texts of several lines', () => {
    const [group, ...more] = readJson(template).groups;
    assert.ok(group);
    assert.equal(more.length, 0);
    const { name, definition } = importGroup(group);
    assert.equal(name, 'web');
    assert.deepEqual(definition, {
      apiVersion: '2021-09-01',
      properties: {
        osType: 'Linux',
        containers: [
          {
            name: 'web-main',
            properties: {
              image: 'nginx:1.27',
              command: ['/bin/sh', '-c', 'echo one\necho two'],
              ports: [{ port: 8080 }],
              environmentVariables: [
                { name: 'KEY', secureValue: "{{value:parameters('key')}}" },
                { name: 'LIST', value: '[1, 2]' },
              ],
              resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
            },
          },
        ],
      },
    });
  });

  it('names each value that is missing, at its place, and asks for the region', () => {
    assert.deepEqual(
      findingsIn(template, 'json').map(({ code, severity, at }) => [code, severity, template.slice(at.offset, at.offset + at.length)]),
      [
        ['LocationAsked', 'information', `"[parameters('location')]"`],
        ['ValueMissing', 'error', `"[parameters('key')]"`],
      ],
    );
  });

  it('is found by its symbolic name, and in a template that is deployed within another', () => {
    const nested = (inner: string): string => `{ "resources": { "outer": { "type": "Microsoft.Resources/deployments", "properties": {
      "parameters": { "image": { "value": "[concat('a', 'b')]" } },
      "template": { "parameters": { "image": { "type": "string" } }, "resources": { "group": ${inner} } } } } } }`;
    const text = nested(`{ "type": "Microsoft.ContainerInstance/containerGroups", "name": "g", "location": "x", "properties": {
      "osType": "Linux", "containers": [{ "name": "a", "properties": { "image": "[parameters('image')]" } }] } }`);
    const [group] = readJson(text).groups;
    assert.ok(group);
    assert.equal(importGroup(group).definition.properties.containers[0]?.properties.image, 'ab');
    const [finding] = findingsIn(text, 'json');
    assert.equal(finding?.code, 'ResourceRequestsNotSpecified');
    assert.deepEqual(findingsIn(fixed(text, finding, 'json'), 'json'), []);
  });

  it('offers no fix that would change what an expression stands for', () => {
    const text = template.replace(
      `"resources": { "requests": { "cpu": "[parameters('cpu')]", "memoryInGB": 1.5, }, },`,
      `"resources": "[createObject()]",`,
    );
    const finding = findingsIn(text, 'json').find(({ code }) => code === 'ResourceRequestsNotSpecified');
    if (finding) assert.equal(fixed(text, finding, 'json'), text);
  });

  it('of the article on identities: capitals in its names are all that is found, and can be put right', () => {
    assert.deepEqual(
      findingsIn(pullingResource, 'json').map(({ code, severity }) => `${severity} ${code}`),
      ['error InvalidContainerName', 'warning InvalidContainerGroupName'],
    );
    const { text, fixes } = fixedAll(pullingResource, 'json');
    assert.equal(fixes, 2);
    assert.deepEqual(findingsIn(text, 'json'), []);
    assert.equal(text, pullingResource.replace('theGroup', 'thegroup').replace('theContainer', 'thecontainer'));
  });

  it('is mended in place: names in any case, numbers to texts, comments kept', () => {
    const text = template
      .replace('"memoryInGB": 1.5', '"memoryInGb": "1.5" /* two */')
      .replace('"[[1, 2]"', '12')
      .replace('"osType": "Linux",', '"osTyp": "Linux",');
    const { text: mended } = fixedAll(text, 'json');
    assert.match(mended, /"memoryInGb": 1\.5 \/\* two \*\//);
    assert.match(mended, /"value": "12"/);
    assert.match(mended, /"osType": "Linux"/);
    assert.match(mended, /\/\/ what it is/);
  });
});

describe('An expression of a template', () => {
  const scope: TemplateScope = {
    parameters: new Map<string, unknown>([
      ['name', 'web'],
      ['on', true],
      ['ports', [80, 443]],
      ['it', { Size: 'small' }],
    ]),
    variables: new Map<string, unknown>([
      ['full', "[concat(parameters('name'), '-', variables('part'))]"],
      ['part', 'x'],
      ['open', '[uniqueString(resourceGroup().id)]'],
    ]),
  };
  const rows: readonly (readonly [text: string, value: unknown])[] = [
    ["[parameters('NAME')]", 'web'],
    ["[variables('full')]", 'web-x'],
    ["[parameters('ports')[1]]", 443],
    ["[parameters('it').size]", 'small'],
    ["[if(parameters('on'), 'yes', resourceGroup().id)]", 'yes'],
    ["[if(equals(parameters('name'), 'other'), 1, 2)]", 2],
    ["[format('{0} of {1}', 1, 'it''s')]", "1 of it's"],
    ["[union(parameters('it'), json('{\"a\": 1}'))]", { Size: 'small', a: 1 }],
    ["[last(split('a/b', '/'))]", 'b'],
    ["[ int( '4' ) ]", 4],
    ["[variables('open')]", unknown],
    ["[concat('a', variables('open'))]", unknown],
    ["[parameters('none')]", unknown],
    ["[constructor('x')]", unknown],
    ['[1, 2]', unknown],
    ['[', unknown],
  ];
  for (const [text, value] of rows) {
    it(`${text} is ${value === unknown ? 'unknown' : JSON.stringify(value)}`, () => assert.deepEqual(evaluate(text, scope), value));
  }
});
