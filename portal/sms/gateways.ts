import type { Settings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import { consoleGateway } from "./console.ts";
import type { SmsGateway } from "./gateway.ts";
import { httpGateway } from "./http.ts";
import { labGateway } from "./lab.ts";

/** One file a gateway; a forgotten one does not compile. */
const GATEWAYS: Readonly<Record<Settings["SMS_GATEWAY"], (world: World) => SmsGateway>> = {
  lab: labGateway,
  console: consoleGateway,
  http: ({ settings }) =>
    httpGateway({ url: settings.SMS_HTTP_URL, token: settings.SMS_HTTP_TOKEN, body: settings.SMS_HTTP_BODY }),
};

/** The gateway the settings name. */
export const smsGateway = (world: World): SmsGateway => GATEWAYS[world.settings.SMS_GATEWAY](world);
