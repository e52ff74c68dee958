import { GlobalRegistrator } from '@happy-dom/global-registrator';
import { after, afterEach } from 'mocha';
import * as React from 'react';

/** Node's own `Response`, which the browser's takes the place of. */
export const NodeResponse = globalThis.Response;

/* Registers the document for the tests of screens. A test file imports this first of all, because libraries
 * ask for a document while they load. The suite runs in a process of its own, so tests without a screen never
 * see one. */
GlobalRegistrator.register({ url: 'https://shahrah.test/', width: 1280, height: 900 });

/* tsx compiles JSX to calls of a global `React` in files outside the root tsconfig.json. */
Object.assign(globalThis, { React });

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

after(() => GlobalRegistrator.unregister());

/* An await at the top level makes mocha import a test file instead of requiring it. Otherwise what a screen
 * loads lazily would come with a second copy of every module that it shares with the test. */
await Promise.resolve();
