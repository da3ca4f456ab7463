// What the server writes in front of worker.js: see loslaten/site/views.py.
declare const SHELL: { version: string; files: string[] };
