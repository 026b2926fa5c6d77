import type { Nas } from "#access/nas/nas";
import type { NasKind } from "#access/vendors/vendors";

/** A NAS record of a family, as a test needs it. */
export const pretendNas = (kind: NasKind, wishes: Partial<Nas> = {}): Nas => ({
  id: 1,
  siteId: 1,
  siteChain: [1],
  siteName: "Ga Đông Hà",
  zone: "Asia/Ho_Chi_Minh",
  slug: "ga-dong-ha-1",
  name: "AP 1",
  kind,
  addresses: ["127.0.0.0/8"],
  nasIdentifier: "qt-ga-dong-ha-01",
  secret: "testing123",
  previousSecret: null,
  previousSecretUntil: null,
  portalSecret: kind === "coovachilli" ? "s3cret-uam" : null,
  portalUrl: "http://127.0.0.1:8080/ga-dong-ha-1",
  loginOrigins: ["http://127.0.0.1:*"],
  coaAddress: "127.0.0.1",
  coaPort: 3799,
  viewpoint: "auto",
  messageAuthenticator: "require",
  interimSeconds: 300,
  mayReauthenticate: false,
  enabled: true,
  ...wishes,
});
