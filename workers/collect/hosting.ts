/**
 * Networks that rent out machines, as of 2026-11-24. One line a network: its number, and who runs it, as the
 * regional internet registries have them (https://www.iana.org/assignments/as-numbers). Which of them are for
 * machines was compared with https://github.com/X4BNet/lists_vpn (`input/datacenter/ASN.txt` of 02e3acb); small
 * ones, resellers with access customers and universities in it are left out. A network that is missing here
 * counts as people's own.
 *
 * Left out on purpose, because people's browsers come through them: Cloudflare (13335), Fastly (54113) and
 * Akamai (36183, 20940) carry Apple's private relay and Cloudflare's WARP, Google (15169) its phones' VPN.
 */
export const HOSTING = `
3842 RamNode
6724 Strato
7203 Leaseweb
7506 GMO Internet
7979 Servers.com
8075 Microsoft
8100 QuadraNet
8560 IONOS
8972 PlusServer
8987 Amazon
9009 M247
9123 Timeweb
9370 Sakura Internet
12876 Scaleway
14061 DigitalOcean
14618 Amazon
15395 Rackspace
16125 Cherry Servers
16276 OVHcloud
16509 Amazon
18450 WebNX
18978 Enzu
19318 Interserver
19871 Network Solutions
20454 Secured Servers (phoenixNAP)
20473 Vultr
20773 Host Europe
20860 iomart
21859 Zenlayer
22612 Namecheap
24875 NovoServe
24940 Hetzner
24961 myLoc
25532 Masterhost
25820 IT7 Networks
26347 DreamHost
26496 GoDaddy
27357 Rackspace
28753 Leaseweb
29066 velia.net
29182 ISPsystem
29550 Simply Transit
29802 Hivelocity
30083 Server4You
30633 Leaseweb
31034 Aruba
31103 Keyweb
31898 Oracle Cloud
32244 Liquid Web
32475 SingleHop
32613 iWeb
33070 Rackspace
33182 HostDime
34788 Neue Medien Muennich
35662 Redstation
35916 Multacom
36351 IBM Cloud
36352 ColoCrossing
36666 GloboTech
37153 Hetzner (South Africa)
37963 Alibaba Cloud
38001 NewMedia Express
39351 31173 Services
40021 Contabo
40676 Psychz
42473 Anexia
42708 Portlane
42831 UK Dedicated Servers
43350 NForce
44066 firstcolo
45090 Tencent Cloud
45102 Alibaba Cloud
45187 Rackspace
46261 QuickPacket
46475 Limestone Networks
46562 Total Server Solutions
46606 Bluehost (Newfold)
46844 Sharktech
47447 23media
47583 Hostinger
49505 Selectel
49544 i3D.net
49981 WorldStream
50673 Serverius
51167 Contabo
53667 FranTech (BuyVM)
53755 Input Output Flood
54290 Hostwinds
54825 Packet (Equinix Metal)
55286 ServerMania (B2 Net)
55293 A2 Hosting
55967 Baidu
55990 Huawei Cloud
57043 Hostkey
59253 Leaseweb
60068 CDN77 (Datacamp)
60404 LiteServer
60781 Leaseweb
61157 PlusServer
61317 Digital Energy (Host1Plus)
62240 Clouvider
62282 RackRay
62370 Snel
62567 DigitalOcean
63473 HostHatch
63949 Linode (Akamai)
132203 Tencent Cloud
133752 Leaseweb
136907 Huawei Cloud
141995 Contabo
197540 netcup
199883 Aruba Cloud
200019 AlexHost
202053 UpCloud
212238 CDN77 (Datacamp)
212317 Hetzner
213230 Hetzner
394380 Leaseweb
396982 Google Cloud
`
