/** Real web servers out of Debian's packages: downloaded once, unpacked into a cache, run from there on a free port. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Server } from "../server-redirects.ts";

const CACHE = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "data", "cache", "debian");
const PACKAGES = ["nginx", "caddy", "apache2-bin", "libapr1", "libaprutil1", "liblua5.3-0", "libjansson4"];

/** The folder with the unpacked packages; `undefined` where they cannot be had, which the run says aloud. */
export function unpackServers(): string | undefined {
  const root = join(CACHE, "servers");
  if (existsSync(root)) return root;
  const aside = `${root}.${process.pid}`;
  try {
    mkdirSync(aside, { recursive: true });
    download(aside);
    for (const file of readdirSync(aside).filter((name) => name.endsWith(".deb")))
      execFileSync("dpkg-deb", ["--extract", file, "."], { cwd: aside });
    renameSync(aside, root);
    return root;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (existsSync(root)) return root;
    if (process.env.CI === "true") throw error;
    process.stderr.write(
      `The web servers of Debian cannot be had here: their redirects are not tried in this run (${(error as Error).message}).\n`,
    );
    return undefined;
  }
}

/** A machine that never asked for Debian's list of packages does so first. */
function download(folder: string): void {
  const get = () => execFileSync("apt-get", ["download", ...PACKAGES], { cwd: folder, stdio: "ignore" });
  try {
    get();
  } catch {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    get();
  }
}

export interface RunningServer {
  /** Where it answers. */
  origin: string;
  stop: () => Promise<void>;
}

/** Starts a server that serves nothing but redirects, and waits until it answers. */
export async function startServer(
  root: string,
  server: Server,
  redirects: string,
  folder: string,
): Promise<RunningServer> {
  const port = await freePort();
  mkdirSync(join(folder, "www"), { recursive: true });
  writeFileSync(join(folder, "redirects.conf"), redirects);
  const { command, args } = COMMANDS[server](root, folder, port);
  const libraries = [join(root, "usr/lib/x86_64-linux-gnu"), join(root, "usr/lib/aarch64-linux-gnu")].join(":");
  const env = {
    PATH: process.env.PATH,
    LD_LIBRARY_PATH: libraries,
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
  const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(String(chunk)));
  const origin = `http://127.0.0.1:${port}`;
  await answers(origin, child, said);
  return { origin, stop: () => stop(child) };
}

const COMMANDS: Record<Server, (root: string, folder: string, port: number) => { command: string; args: string[] }> = {
  nginx(root, folder, port) {
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http { access_log off; client_body_temp_path ${folder}/t; proxy_temp_path ${folder}/t; fastcgi_temp_path ${folder}/t; uwsgi_temp_path ${folder}/t; scgi_temp_path ${folder}/t;
include ${folder}/redirects.conf;
server { listen 127.0.0.1:${port}; root ${folder}/www; absolute_redirect off; if ($pivert_essai) { return 301 $pivert_essai; } } }`,
    );
    return {
      command: join(root, "usr/sbin/nginx"),
      args: ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", "stderr"],
    };
  },
  caddy(root, folder, port) {
    writeFileSync(
      join(folder, "Caddyfile"),
      `{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:${port} {\n bind 127.0.0.1\n import ${folder}/redirects.conf\n root * ${folder}/www\n file_server\n}\n`,
    );
    return {
      command: join(root, "usr/bin/caddy"),
      args: ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"],
    };
  },
  apache(root, folder, port) {
    const modules = join(root, "usr/lib/apache2/modules");
    const load = ["mpm_event", "authz_core", "rewrite"].map(
      (name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
    );
    writeFileSync(
      join(folder, "apache.conf"),
      `${load.join("\n")}\nServerName 127.0.0.1\nListen 127.0.0.1:${port}\nPidFile ${folder}/apache.pid\nDefaultRuntimeDir ${folder}\nMutex pthread\nErrorLog ${folder}/error.log\nDocumentRoot ${folder}/www\nUser #65534\nGroup #65534\n<Directory ${folder}/www>\nRequire all granted\n</Directory>\nInclude ${folder}/redirects.conf\n`,
    );
    return { command: join(root, "usr/sbin/apache2"), args: ["-D", "FOREGROUND", "-f", join(folder, "apache.conf")] };
  },
};

async function answers(origin: string, child: ChildProcess, said: readonly string[]): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended: ${said.join("")}`);
    try {
      await fetch(origin, { redirect: "manual" });
      return;
    } catch {
      // Not yet.
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
