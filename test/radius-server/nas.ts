import type { Nas } from "#access/nas/nas";

/** A NAS as PostgreSQL's defaults make one; a test names what matters. */
export const nasWith = (more: Partial<Nas> = {}): Nas => ({
  id: 1,
  siteId: 1,
  siteChain: [1],
  siteName: "Quầy",
  zone: "Asia/Ho_Chi_Minh",
  slug: "gateway-1",
  name: "Gateway",
  kind: "generic",
  addresses: ["127.0.0.1"],
  nasIdentifier: "gateway-1",
  secret: "testing123",
  previousSecret: null,
  previousSecretUntil: null,
  portalSecret: null,
  portalUrl: null,
  loginOrigins: [],
  coaAddress: null,
  coaPort: 3799,
  viewpoint: "auto",
  messageAuthenticator: "auto",
  interimSeconds: 300,
  mayReauthenticate: false,
  enabled: true,
  ...more,
});
