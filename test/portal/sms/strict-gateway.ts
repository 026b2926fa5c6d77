import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Received = { readonly to: string; readonly text: string; readonly id: string };

/** How the pretend gateway behaves for one test. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

/** A pretend SMS gateway on a real socket that checks every field, as a real one would, before it behaves. */
export const strictGateway = async (token: string) => {
  const received: Received[] = [];
  let behave: Behaviour = (_request, response) => response.writeHead(202).end("{}");
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (request.method !== "POST" || request.url !== "/send") return response.writeHead(404).end();
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end();
    if (request.headers["content-type"] !== "application/json") return response.writeHead(415).end();
    const message = JSON.parse(body) as Received;
    const isWhole = /^\+[0-9]{8,15}$/.test(message.to) && message.text !== "" && message.id !== "";
    if (!isWhole || Object.keys(message).length !== 3) return response.writeHead(400).end();
    received.push(message);
    behave(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    received,
    behaving: (next: Behaviour) => {
      behave = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((closed) => server.close(() => closed()));
    },
  };
};
