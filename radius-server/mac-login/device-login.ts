import type { Nas } from "#access/nas/nas";
import type { Packet } from "../protocol/packet.ts";

/** An Access-Request by which a NAS logs in a device that stands for itself. */
export type DeviceLogin = {
  readonly packet: Packet;
  readonly nas: Nas;
  /** `aa:bb:cc:dd:ee:01` */
  readonly mac: string;
  /** User-Name as the NAS wrote it, by which it will know the session */
  readonly loginId: string;
  readonly at: number;
};
