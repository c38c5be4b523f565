/**
 * Networks that rent out machines, as of 2026-11-24. One line a network: number in the registries of the
 * regional internet registries (https://www.iana.org/assignments/as-numbers), and who runs it. Only facts, and
 * only large ones: a network that is missing here counts as people's own.
 *
 * Left out on purpose, because people's browsers come through them: Cloudflare (13335), Fastly (54113) and
 * Akamai (36183) carry Apple's private relay and Cloudflare's WARP; Google (15169) carries its phones' VPN.
 */
export const HOSTING = `
16509 Amazon
14618 Amazon
8987 Amazon
396982 Google Cloud
8075 Microsoft
31898 Oracle Cloud
36351 IBM Cloud
45102 Alibaba Cloud
37963 Alibaba Cloud
132203 Tencent Cloud
45090 Tencent Cloud
136907 Huawei Cloud
55990 Huawei Cloud
14061 DigitalOcean
63949 Linode
20473 Vultr
16276 OVHcloud
24940 Hetzner
213230 Hetzner Cloud
212317 Hetzner Cloud
12876 Scaleway
51167 Contabo
40021 Contabo
60781 Leaseweb
28753 Leaseweb
30633 Leaseweb
8560 IONOS
`
