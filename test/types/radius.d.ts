declare module "radius" {
  /** An attribute as the package takes it: by name or number, a vendor's inside `["Vendor-Specific", vendor, […]]`. */
  export type RadiusAttribute = readonly [string | number, ...unknown[]];

  /** A decoded packet; `attributes` holds strings, numbers, Buffers, arrays of them, or a vendor's map. */
  export type RadiusPacket = {
    code: string;
    identifier: number;
    length: number;
    authenticator: Buffer;
    attributes: Record<string, unknown>;
    raw_attributes: [number, Buffer][];
  };

  type Encoding = {
    code: string;
    secret: string | Buffer;
    identifier?: number;
    authenticator?: Buffer;
    attributes?: Record<string, unknown> | readonly RadiusAttribute[];
    add_message_authenticator?: boolean;
  };

  const radius: {
    add_dictionary(path: string): void;
    load_dictionaries(): void;
    decode(options: { packet: Buffer; secret: string | Buffer; no_secret?: boolean }): RadiusPacket;
    decode_without_secret(options: { packet: Buffer }): RadiusPacket;
    encode(options: Encoding): Buffer;
    encode_response(
      options: Omit<Encoding, "identifier" | "authenticator"> & { packet: RadiusPacket },
    ): Buffer;
    verify_response(options: { request: Buffer; response: Buffer; secret: string | Buffer }): boolean;
  };
  // biome-ignore lint/style/noDefaultExport: the package exports one object
  export default radius;
}
