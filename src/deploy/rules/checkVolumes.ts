import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import { isObject } from '../properties/canonical';
import { objectsIn } from '../properties/objectsIn';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { setTo } from './findings';
import { isGap } from './gaps';
import { nearest } from './nearest';

const maxVolumes = 20;
const kinds = ['azureFile', 'emptyDir', 'secret', 'secretReference', 'gitRepo'];

export function checkVolumes({ properties }: ContainerGroupDefinition, findings: Findings): void {
  const volumes = objectsIn(properties['volumes'], ['properties', 'volumes']);
  if (volumes.length > maxVolumes) {
    const text = message('definition.tooManyVolumes', { count: volumes.length, limit: maxVolumes });
    findings.add('warning', 'TooManyVolumes', ['properties', 'volumes'], text, { source: sources.quotas });
  }
  const names = new Set<string>();
  for (const [volume, path] of volumes) {
    const name = typeof volume['name'] === 'string' ? volume['name'] : '';
    // Known to be refused: the virtual kubelet's authors met it.
    if (names.has(name)) findings.add('error', 'DuplicateVolumeName', [...path, 'name'], message('definition.duplicateVolume', { name }));
    names.add(name);
    if (kinds.filter((kind) => volume[kind] !== undefined && volume[kind] !== null).length !== 1) {
      findings.add('warning', 'VolumeKind', path, message('definition.volumeKind', { name }), { source: sources.volumes });
    }
  }
  // Volumes may come from the group's profile, too.
  if (properties['containerGroupProfile'] !== undefined || [...names].some(isGap)) return;
  for (const list of ['containers', 'initContainers']) {
    for (const [container, path] of objectsIn(properties[list], ['properties', list])) {
      const inner = container['properties'];
      const mounts = isObject(inner) ? objectsIn(inner['volumeMounts'], [...path, 'properties', 'volumeMounts']) : [];
      for (const [mount, at] of mounts) {
        const name = mount['name'];
        if (typeof name !== 'string' || names.has(name) || isGap(name)) continue;
        const near = nearest(name, [...names]) ?? (names.size === 1 ? [...names][0] : undefined);
        const place = [...at, 'name'];
        const fix = near === undefined ? undefined : setTo(place, near);
        findings.add('warning', 'NoSuchVolume', place, message('definition.noSuchVolume', { name }), { source: sources.volumes, fix });
      }
    }
  }
}
