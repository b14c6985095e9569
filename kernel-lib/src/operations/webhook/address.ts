/** Which addresses may be told: a name in a configuration must not make facegauge speak to the machine's own network. */
import { BlockList, isIP } from 'node:net';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Not of the public internet: RFC 6890 and its registries of special-purpose addresses. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4]
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8]
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** @param address IPv4 or IPv6, also an IPv4 address written as IPv6 */
export function isPrivate(address: string): boolean {
  const family = isIP(address);
  // What cannot be read is not known to be public.
  if (family === 0) return true;
  return PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The name leads to an address that may not be told. */
export class PrivateAddress extends Error {
  constructor(readonly host: string) {
    super(`${host} is a private address; FACEGAUGE_WEBHOOK_ALLOW_PRIVATE=1 allows it`);
  }
}

/**
 * Looks names up for a connection and refuses private addresses: what is checked is what is connected to, so a name that changes its
 * address between the two changes nothing.
 */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const open = addresses.filter(({ address }) => !isPrivate(address));
    if (open.length === 0) return callback(new PrivateAddress(host), '', 0);
    if (options.all) return callback(null, open);
    callback(null, open[0].address, open[0].family);
  });
};

/** An address written as such is never looked up. @throws PrivateAddress */
export function refusePrivate({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivate(host)) throw new PrivateAddress(host);
}
