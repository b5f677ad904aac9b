import { expect, test } from "vitest";
import { originOf } from "./origins.ts";

const context = {
  host: "localhost",
  sites: new Set(["velo", "compteur"]),
  domains: new Map([["velo.example", "velo"]]),
};

test.each([
  ["velo.localhost:8080", { kind: "public", site: "velo" }],
  ["VELO.localhost", { kind: "public", site: "velo" }],
  ["velo.localhost.", { kind: "public", site: "velo" }],
  ["velo.example", { kind: "public", site: "velo" }],
  ["velo.edit.localhost:8080", { kind: "edit", site: "velo" }],
  ["velo.apercu.localhost", { kind: "preview", site: "velo" }],
  ["compte.localhost", { kind: "accounts" }],
  ["console.localhost", { kind: "console" }],
  ["localhost:8080", { kind: "host" }],
  ["127.0.0.1:8080", { kind: "host" }],
  ["absent.localhost", undefined],
  ["absent.edit.localhost", undefined],
  ["velo.autre.localhost", undefined],
  ["x.velo.edit.localhost", undefined],
  ["velo.edit.localhost.evil.example", undefined],
  ["evil.example", undefined],
  ["velolocalhost", undefined],
  ["toString.localhost", undefined],
  ["velo.constructor.localhost", undefined],
  ["", undefined],
  [undefined, undefined],
])("%s", (header, origin) => {
  expect(originOf(header, context)).toEqual(origin);
});
