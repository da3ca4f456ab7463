/** What the server writes above the worker. */
declare const SHELL: { version: string; files: string[] };
