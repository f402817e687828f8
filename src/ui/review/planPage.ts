import * as vscode from 'vscode';
import type { RefusalRepair } from '../../deploy/failure/judgeRefusal';
import type { OpenPlan } from '../plans/openPlan';
import { render } from '../render';
import { WebPage } from '../webPage';
import { planPageBody } from './planPageHtml';

/** What the buttons on the page ask for. */
export type PageCommand =
  | 'run'
  | 'wait'
  | 'askRights'
  | 'cancel'
  | 'stopWaiting'
  | 'remove'
  | 'script'
  | 'yaml'
  | 'add'
  | 'giveSecrets'
  | 'diagnose'
  | RefusalRepair['kind'];

const planPageType = 'keylessContainers.plan';

/** The plan in prose, read-only: beside the definition's editor where there is one. */
export function openPlanPage(
  open: OpenPlan,
  column: vscode.ViewColumn,
  handle: (command: PageCommand, argument?: string) => void,
): WebPage {
  const title = render(open.plan.title);
  const page = new WebPage({
    type: planPageType,
    title: open.isSandbox ? vscode.l10n.t('{0} (sandbox)', title) : title,
    column,
    body: planPageBody(open),
    handle: (command, argument) => handle(command as PageCommand, argument),
  });
  const following = open.onDidChange(() => page.show(planPageBody(open)));
  page.onDidClose(() => {
    following.dispose();
  });
  return page;
}
