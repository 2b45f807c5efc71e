/** The little of jsdom that the tests use. Its published types would bring a browser's globals into every file of the project. */
declare module 'jsdom' {
  export interface Element {
    readonly textContent: string;
    readonly dataset: { readonly [name: string]: string | undefined };
    readonly classList: { contains(name: string): boolean };
    readonly elements: { readonly [name: string]: Element };
    hidden: boolean;
    checked: boolean;
    value: string;
    click(): void;
    dispatchEvent(event: object): void;
    querySelectorAll(selector: string): Iterable<Element>;
    querySelector(selector: string): Element | null;
  }
  export interface Window {
    readonly document: Element & { readonly activeElement: Element };
    readonly Event: new (type: string, how: { readonly bubbles: boolean }) => object;
    readonly KeyboardEvent: new (type: string, how: { readonly bubbles: boolean; readonly key: string }) => object;
    readonly [name: string]: unknown;
  }
  export class JSDOM {
    constructor(html: string, options?: { readonly runScripts?: 'dangerously'; readonly virtualConsole?: VirtualConsole });
    readonly window: Window;
  }
  /** What a page says to its console. */
  export class VirtualConsole {
    on(event: 'jsdomError', listener: (error: Error) => void): this;
  }
}
