import * as vscode from 'vscode';
import { checkDnsLabel } from '../../deploy/names';
import { definitionOf } from '../../deploy/planDeploy';
import type { Account } from '../../plan/account';
import { render } from '../render';
import { text } from '../wizards/question';
import type { OpenPlan } from './openPlan';

/** Where a deployment failed because its DNS name label is taken, asks for another; everything else is kept. */
export async function askAnotherLabel(open: OpenPlan, account: Account): Promise<string | undefined> {
  const taken = Object.values(account.entries).some(({ error }) => error?.code === 'DnsNameLabelNotAvailable');
  const definition = definitionOf(open.plan);
  const address = definition?.properties.ipAddress;
  if (!taken || !definition || !address?.dnsNameLabel) return undefined;
  const label = address.dnsNameLabel;
  const answer = await text(
    { title: render(open.plan.title), step: 1, steps: 1, canGoBack: false },
    {
      prompt: vscode.l10n.t('The DNS name label “{0}” is taken in this region. Choose another; everything else is kept.', label),
      value: label,
      check: (value) => {
        if (value === label) return vscode.l10n.t('The DNS name label “{0}” is taken.', label);
        const problem = checkDnsLabel(value);
        return problem && render(problem);
      },
    },
  );
  return answer.kind === 'next' ? answer.value : undefined;
}
