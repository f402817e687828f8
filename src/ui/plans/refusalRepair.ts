import * as vscode from 'vscode';
import type { Put } from '../../deploy/additions';
import { resized, sizeOf, usualSize } from '../../deploy/failure/groupSize';
import type { RefusalRepair } from '../../deploy/failure/judgeRefusal';
import { withIdentitiesAlone } from '../../deploy/failure/judgeRefusal';
import { canonical } from '../../deploy/properties/canonical';
import { deployedGroup } from '../../deploy/planDeploy';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { askRegion } from '../wizards/askRegion';

/** What a repair puts into a definition's text; nothing where the person chose nothing. */
export async function refusalRepair(
  app: App,
  plan: Plan,
  definition: ContainerGroupDefinition,
  kind: RefusalRepair['kind'],
): Promise<readonly Put[]> {
  switch (kind) {
    case 'region': {
      const location = await askRegion(app, deployedGroup(plan)?.id ?? '', definition.location, vscode.l10n.t('Deploy in Another Region'));
      return location === undefined ? [] : [{ path: ['location'], value: location }];
    }
    case 'smaller': {
      const plain = canonical(definition);
      const size = usualSize(sizeOf(plain));
      const { containers } = size ? resized(plain, size).properties : { containers: [] };
      return containers.map(({ properties }, index) => ({
        path: ['properties', 'containers', index, 'properties', 'resources'],
        value: properties.resources,
      }));
    }
    case 'keepIdentities':
      return [
        {
          path: ['properties', 'imageRegistryCredentials'],
          value: withIdentitiesAlone(definition).properties.imageRegistryCredentials,
        },
      ];
  }
}
