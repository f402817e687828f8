import type { FrameLocator, Page } from 'playwright-core';

/** The webview in sight. Its content is in a frame inside a frame. */
export class Webview {
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.frame = page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .last()
      .contentFrame()
      .locator('#active-frame')
      .contentFrame();
  }

  async text(): Promise<string> {
    return this.frame.locator('body').innerText();
  }

  async heading(): Promise<string> {
    return this.frame.locator('h1').first().innerText();
  }
}
