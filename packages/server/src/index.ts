/** HTTP on this machine. */
export { addressOf, choosePort, type OpenedServer, type OpenServerOptions, openServer } from "./open-server.ts";
