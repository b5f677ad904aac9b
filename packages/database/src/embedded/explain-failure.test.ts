import { expect, test } from "vitest";
import { explainFailure } from "./explain-failure.ts";

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', "disk-full"],
  ['initdb: error: could not create directory "/data/server": Permission denied', "no-permission"],
  ['FATAL:  data directory "/data/server" has wrong ownership', "no-permission"],
  ["Error: spawn /root/clone/initdb EACCES", "no-permission"],
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', "no-port"],
  ["FATAL:  database files are incompatible with server", "other-version"],
  ["postgres: error while loading shared libraries: libicui18n.so.60: cannot open", "no-binaries"],
  ["FATAL:  invalid value for parameter", "start-failed"],
  ["", "start-failed"],
])("« %s » is %s, with the folder or what to do", (output, code) => {
  const error = explainFailure("/srv/pivert/data/database", output);
  expect(error).toMatchObject({ code, cause: expect.any(Error) });
  expect(error.message).toMatch(/\/srv\/pivert\/data\/database|DATABASE_URL|allowBuilds/);
});
