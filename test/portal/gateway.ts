import { createHash } from "node:crypto";
import type { Nas } from "#access/nas/nas";
import type { DialectName } from "#access/vendors/vendor";

/** A NAS as its operator entered it; a test names only what matters. */
export const nasWith = (changes: Partial<Nas> = {}): Nas => ({
  id: 7,
  siteId: 3,
  siteChain: [3, 2, 1],
  siteName: "Chợ Đông Hà",
  zone: "Asia/Ho_Chi_Minh",
  slug: "cho-dong-ha",
  name: "Chợ Đông Hà 1",
  kind: "coovachilli",
  addresses: ["127.0.0.0/8"],
  nasIdentifier: "cho-dong-ha",
  secret: "radius-secret-of-a-test",
  previousSecret: null,
  previousSecretUntil: null,
  portalSecret: null,
  portalUrl: null,
  loginOrigins: ["http://10.1.0.1:*"],
  coaAddress: null,
  coaPort: 3799,
  viewpoint: "auto",
  messageAuthenticator: "require",
  interimSeconds: 300,
  mayReauthenticate: false,
  enabled: true,
  ...changes,
});

/** What a gateway knows when it sends a browser to the portal. */
export type Redirect = {
  readonly mac?: string | undefined;
  readonly ip?: string | undefined;
  readonly login?: string | undefined;
  readonly original?: string | undefined;
  readonly failed?: boolean | undefined;
  /** the login id it repeats after a try, where its pages are told to */
  readonly loginId?: string | undefined;
};

const CHAP_ID = "\\371";
const CHALLENGE = "\\357\\015\\330\\013\\021\\234\\145\\245\\303\\253\\142\\246\\133\\175\\375\\316";

/** What openNDS gave a device, from facts a real gateway confirmed. */
export const OPENNDS_HID = "4c833a97f5a6422f2c632dcb3aa007f3380ce56db6621c5059df5360fc10ac6d";

/** The query of each family's redirect, unsigned, as that family writes it. */
export const REDIRECTS: Readonly<Record<DialectName, (redirect: Redirect) => string>> = {
  uam: ({
    mac = "AA-BB-CC-DD-EE-01",
    ip = "10.1.0.23",
    login = "http://10.1.0.1:3990/logon",
    original,
    failed,
  }) => {
    const { hostname, port } = new URL(login);
    const parameters = new URLSearchParams({
      res: failed ? "failed" : "notyet",
      uamip: hostname,
      uamport: port || "80",
      challenge: "00112233445566778899aabbccddeeff",
      called: "00-11-22-33-44-55",
      mac,
      ip,
      nasid: "hotel-7",
      sessionid: "179500000100000001",
    });
    if (original !== undefined) parameters.set("userurl", original);
    return parameters.toString();
  },
  mikrotik: ({
    mac = "AA:BB:CC:DD:EE:01",
    ip = "10.1.0.23",
    login = "http://10.1.0.1/login",
    original = "",
    failed,
    loginId = "",
  }) =>
    new URLSearchParams({
      mac,
      ip,
      identity: "hotel-7",
      "link-login-only": login,
      "link-orig": original,
      "chap-id": CHAP_ID,
      "chap-challenge": CHALLENGE,
      error: failed ? "invalid username or password" : "",
      username: loginId,
    }).toString(),
  opennds: ({
    mac = "aa:bb:cc:dd:ee:01",
    ip = "10.1.0.23",
    login = "http://10.1.0.1:2050/opennds_auth/",
    original = "",
  }) => {
    const parts = {
      hid: OPENNDS_HID,
      clientip: ip,
      clientmac: mac,
      client_type: "cpd_can",
      gatewayname: "TestGW%20Node%3a4aadd3499884%20",
      gatewayurl: "http%3a%2f%2fstatus.client",
      version: "9.10.0",
      gatewayaddress: new URL(login).host,
      gatewaymac: "4aadd3499884",
      originurl: encodeURIComponent(original),
      clientif: "br-lan",
      themespec: "(null)",
    };
    const text = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
    return `fas=${Buffer.from(`${text.join(", ")}, (null)(null)`).toString("base64")}`;
  },
  generic: ({
    mac = "aabbccddee01",
    ip = "10.1.0.23",
    login = "http://10.1.0.1/login",
    original = "",
    failed,
    loginId = "",
  }) =>
    new URLSearchParams({
      client_mac: mac,
      client_ip: ip,
      ap_mac: "00:11:22:33:44:55",
      ssid: "Quang Tri Wi-Fi",
      login_url: login,
      continue_url: original,
      error: failed ? "1" : "",
      username: loginId,
    }).toString(),
};

/** A UAM query with the `md` a gateway with the secret adds. */
export const signedUam = (query: string, portalUrl: string, secret: string): string =>
  `${query}&md=${createHash("md5").update(`${portalUrl}?${query}${secret}`).digest("hex").toUpperCase()}`;
