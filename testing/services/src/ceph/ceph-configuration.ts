import type { Scratch } from '../scratch/scratch.js';

/** What the configuration of a one-node cluster leaves open. */
export interface CephLayout {
  readonly clusterId: string;
  readonly monitorPort: number;
  readonly gatewayPort: number;
  /** What all objects together may take, bytes. */
  readonly sizeBytes: number;
}

/** Where the one monitor listens, in Ceph's notation. */
export function monitorAddress({ monitorPort }: CephLayout): string {
  return `[v1:127.0.0.1:${monitorPort}]`;
}

/** The file that tells every process of a cluster where the monitor is. */
export function monitorMap(scratch: Scratch): string {
  return scratch.path('monmap');
}

/** ceph.conf of one monitor, one store in memory and one gateway, on loopback and without passwords among themselves. */
export function cephConfiguration(scratch: Scratch, layout: CephLayout): string {
  return `[global]
fsid = ${layout.clusterId}
mon initial members = a
# not mon host: that does not tell the cluster's id, and what a process sends before it knows it is refused
monmap = ${monitorMap(scratch)}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
# a port that is taken is taken: whoever starts this tries another one
ms bind retry count = 1
ms bind retry delay = 0
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${scratch.folder}
admin socket = ${scratch.path('$name.asok')}
log file =
log to stderr = true
debug rocksdb = 0
# no replicas
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
# each pool that is made is a proposal, and each proposal would wait for a second
paxos propose interval = 0.01
paxos min wait = 0.01
# the gateway starts before the object store is up, and looks again at each tick
objecter tick interval = 0.1
# a machine whose disk is nearly full will do: objects are in memory
mon data avail warn = 0
mon data avail crit = 0
[mon.a]
mon data = ${scratch.path('mon')}
[osd.0]
osd data = ${scratch.path('osd')}
osd objectstore = memstore
memstore device bytes = ${layout.sizeBytes}
[client.rgw]
# without delay: replies of two packets, which most are, would take 40 ms longer
rgw frontends = beast endpoint=127.0.0.1:${layout.gatewayPort} tcp_nodelay=1
rgw dns name = localhost
rgw thread pool size = 64
`;
}
