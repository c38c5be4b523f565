/**
 * What the rows of the law table rest on, key and addresses a line. Most are accounts of others, not the acts
 * themselves: enough to build on, not to go to court with. Beacons never need it, so it stands apart from the rows.
 */
const LIST = `
A1 https://www.koleyjessen.com/insights/publications/universal-opt-out-mechanisms-explained
A3 https://www.nixondigital.io/blog/universal-opt-out-mechanism-website-compliance/
A4 https://briefstack.io/articles/universal-opt-out-mechanism-guide-ecommerce
A5 https://www.eyeonprivacy.com/2022/10/comparing-and-contrasting-the-opt-out-preference-signal-across-states/
A6 https://pirg.org/edfund/resources/delaware-personal-data-privacy-act/
A7 https://pirg.org/maryland/foundation/resources/what-the-maryland-online-data-privacy-act-means-for-you/
A8 https://pirg.org/texas/resources/texas-data-privacy-and-security-act/
A9 https://www.mediapost.com/publications/article/385830/texas-lawmakers-pass-opt-out-privacy-bill.html
A10 https://www.bakerdonelson.com/immediate-action-items-to-prepare-for-website-automatic-opt-out-signal-mandates
A11 https://zephtech.net/guides/compliance-us-state-privacy
A12 https://www.nelsonmullins.com/insights/alerts/fcc-download/all/show-me-that-you-ve-opted-me-out-new-ccpa-rules-require-businesses-to-prove-compliance
A13 https://law.cornell.edu/regulations/california/11-CCR-7025
A14 https://kukie.io/blog/ccpa-opt-out-requirements-do-not-sell-share
A16 https://www.dataprivacyandsecurityinsider.com/2026/03/oklahoma-joins-comprehensive-state-privacy-law-landscape https://www.troutmanprivacy.com/2026/02/proposed-state-privacy-law-update-february-23-2026
A16b https://www.jdsupra.com/legalnews/privacy-in-bloom-four-states-reshape-4302715/
A17 https://scancomply.com/blog/2026-state-privacy-laws-indiana-kentucky-rhode-island
A18 https://consumerfinanceprivacycounsel.com/2025/10/14/website-trackers-and-the-california-invasion-of-privacy-act-court-refuses-to-dismiss-class-action-against-publisher/ https://www.msk.com/newsroom-alerts-pen-register-law https://www.covingtonblogs.com/2025/01/10/another-california-court-holds-cipas-pen-register-provision-does-not-prohibit-the-collection-of-ip-addresses/ https://dailyjournal.com/article/384569-the-beginning-of-the-end-for-california-invasion-of-privacy-act-litigation
A19 https://www.dataprotectionreport.com/2025/11/california-tightens-data-breach-notification-timelines-imposes-30-day-notice-requirement/
A21 https://github.com/w3c/gpc/blob/main/explainer.md
E1 https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/guidelines-22023-technical-scope-art-53-eprivacy-directive_en https://overview.legal/posts/38063
E3 https://www.cnil.fr/fr/node/167364
E4 https://www.quantic-avocats.com/2025/10/03/deliberationcnilcookiesaudience
E5 https://www.august-debouzy.com/en/blog/2214-nouvel-outil-dauto-certification-developpe-par-la-cnil-pour-les-solutions-de-mesure-daudience https://www.cnil.fr/sites/default/files/2025-07/outil_d_auto-evaluation_mesure_d_audience.pdf
E9 https://inplp.com/en/latest-news/article/new-italian-cookie-guidelines-this-is-how-the-regula-tion-of-users-browsing-data-changes/
E9b https://www.ictlc.com/cookie-new-guidelines-issued-by-the-italian-data-protection-authority/?lang=en
E10 https://finreg360.com/alerta/la-aepd-publica-la-guia-uso-de-cookies-para-herramientas-de-medicion-de-audiencias/ https://www.dataguidance.com/news/spain-aepd-publishes-guide-audience-measurement-cookies https://www.iubenda.com/en/help/146073-understanding-the-spanish-dpa-guide-on-audience-measurement-cookies
E11 https://projectmoore.com/analytic-cookies-exception https://zoek.officielebekendmakingen.nl/kst-33902-3.html https://nuv.nl/google-analytics-onder-uitzondering-nieuwe-cookiewet-maar-wel-onder-strenge-voorwaarden/
E12 https://www.etracker.com/en/the-most-important-facts-from-the-supervisory-authorities-latest-guidline-on-web-analytics/
E12a https://community.beck.de/print/77091
E15a https://gdprhub.eu/index.php?title=DSB_(Austria)_-_2021-0.586.257_(D155.027)
E15c https://gdprhub.eu/index.php?title=IMY_(Sweden)_-_DI-2020-11373
E16 https://www.twobirds.com/en/trending-topics/global-cookie-review/luxembourg
E17 https://usercentrics.com/knowledge-hub/e-com-act-regulatory-updates-for-cookie-use-in-norway/
E17b http://www.capitalfinancial.ie/cookies-notice/
E18 https://rsw.beck.de/zeitschriften/nvwz/meldung/2023/10/30/webseiten-d%C3%BCrfen--do-not-track--signal-nicht-ignorieren https://mydatenschutz.blogspot.com/2023/11/linkedin-darf-do-not-track-signale.html
G1 http://source.commonaccord.org/index.php?action=s&file=G/EU-GDPR-Law-CmA/Sec/Article/33.md
G2 https://gdprhub.eu/index.php?title=Article_34_GDPR
H1 https://datenrecht.ch/edoeb-leitlinien-zu-cookies-und-aehnlichen-technologien/
H2 https://haerting.ch/en/insights/neue-schweizer-leitlinien-des-edoeb-zu-cookies-ohne-banner-gehts-nicht-mehr https://iubenda.com/en/help/173773-swiss-authoritys-new-cookie-guidelines-what-you-need-to-know
H3 https://privaguard.ch/en/blog/fdpic-cookie-guidelines
H4 https://lawbrary.ch/law/art/DSG-v2023.09-en-art-24
PECR https://www.legislation.gov.uk/uksi/2003/2426/regulation/6
R1 https://jus.com.br/artigos/98459/lgpd-e-cookies-fundamentos-tecnicos-e-regulatorios-para-uma-abordagem-coerente-no-brasil https://www.mattosfilho.com.br/unico/anpd-guia-cookies-protecao-dados/
R2 https://www.lhlaw.com.br/?p=10881 https://trenchrossi.com/alertas-legais/regulamento-de-comunicacao-de-incidente-de-seguranca-e-publicado-pela-autoridade-nacional-de-protecao-de-dados-anpd
R3 https://www.loeb.com/zh-hans/insights/publications/2011/12/canadian-privacy-commissioner-issues-guidelines-__ https://truevault.com/learn/does-pipeda-have-an-opt-out-right
R4 https://www.dlapiperdataprotection.com/index.html?t=breach-notification&c=CA https://myprivacyrights.ca/issues/data-breaches https://gowlingwlg.com/en/insights-resources/articles/2023/canadian-privacy-breach-notification-requirements/
R5 https://private-ai.com/2023/09/23/cookies-law25/ https://mccarthy.ca/en/insights/blogs/techlex/quebecs-law-25-and-cookies-not-so-cookie-cutter
R6 https://inplp.com/latest-news/article/new-cookie-regulations-in-japan-amendment-of-telecommunications-business-act/ https://insightplus.bakermckenzie.com/bm/consumer-goods-retail_1/japan-telecommunications-business-act-amendments-introducing-new-regulations-for-cookies-and-user-identification-information_1
R7 https://kiroku.today/en/url/www.ppc.go.jp/personalinfo/legal/leakAction https://globallawexperts.com/how-to-report-a-data-breach-in-japan-online/
R8 https://twobirds.com/en/trending-topics/global-cookie-review/south-korea https://resourcehub.bakermckenzie.com/en/resources/global-data-and-cyber-handbook/asia-pacific/south-korea/topics/cookies-online-tracking-and-direct-marketing
R9 https://www.dlapiperdataprotection.com/?c=KR&t=breach-notification https://prighter.com/resources/laws/korean-pipa/main/articles/article-34
R10 https://conventuslaw.com/?p=130132 https://www.advant-beiten.com/en/news/china-new-cybersecurity-incident-reporting-measures
R11 https://veritect.ai/digital-data-ai-law/cert-in-6-hour-incident-reporting-sop
R12 https://amlegals.in/dpdp-rules-2025 https://www.getastra.com/blog/compliance/dpdp-compliance/
R13 https://www.mondaq.com/southafrica/data-protection/1634772/managing-data-breaches-in-south-africa-understanding-your-legal-duties-under-popia
R14 https://www.dlapiperdataprotection.com/index.html?t=online-privacy&c=AU https://securiti.ai/blog/cookie-consent-requirements-in-australia
R14b https://rulesmate.com.au/topics/privacy
R15 https://www.haumaru.ltd/blog/privacy-act-2020-breach-notification
R16 https://aycanceylan.av.tr/en/makaleler/cerez-cookie-kullanim-politikasi-kvkk https://inplp.com/en/latest-news/article/the-guidelines-on-use-of-cookies-in-turkey/
R17 https://desafe.com.tr/veri-ihlaliyle-karsilasilmasi-durumunda-ne-yapilmalidir/ https://gun.av.tr/tr/goruslerimiz/makaleler/veri-ihlali-bildirimi
R18 https://www.simple-web.co.il/en/blog/privacy-law-amendment-13-business-guide https://flexyconsent.com/blog/israel-privacy-protection-law-cookie-consent-guide/
R19 https://www.theworldlawgroup.com/news/israel-data-breach-guide https://www.hrcomplianceassist.com/israel/breach-notification
R20 https://twobirds.com/en/trending-topics/global-cookie-review/singapore
R21 https://www.sorena.io/artifacts/apac/singapore-pdpa/breach-notification-thresholds
R22 https://cookiebeam.com/guides/thailand-pdpa-cookie-consent-2026 https://financialcrime.world
R23 https://www.dataguidance.com/jurisdiction/uae-federal-0 https://uaepdpl.com/?p=371
R24 https://digitalpolicyalert.org/event/23894-published-sdaia-personal-data-breach-incidents-procedural-guide https://insightplus.bakermckenzie.com/bm/data-technology/saudi-arabia-publishes-guidance-on-data-breach-notification
R25 https://viewpoints.bakermckenzie.com/post/102h7y2/data-breach-reporting-in-mexico https://basham.com.mx/new-federal-law-for-the-protection-of-personal-data-held-by-private-parties-published-in-the-official-gazette-of-the-federation
R26 https://twobirds.com/en/trending-topics/global-cookie-review/argentina
R27 https://bcn.cl/leychile/Navegar?idNorma=141599&idVersion=2026-12-01 https://strixsoft.com/blog/ley-proteccion-datos-chile-empresas
R28 https://konsugroup.com/en/news/new-requirements-personal-data-protection-russia-2025-07/
R29 https://solstico.legal/tpost/80rx7bmds1-changes-in-personal-data-legislation-eff
R30 https://www.recordinglaw.com/world-laws/world-data-privacy-laws/ukraine-data-privacy-laws/ https://ochronadanych-as.pl/en/draft-law-on-personal-data-protection-forwarded-to-the-verkhovna-rada-of-ukraine/
U1 https://www.legislation.gov.uk/ukpga/2025/18/schedule/12
U2 https://hunton.sitepilot11.firmseek.com/privacy-and-cybersecurity-law-blog/uk-ico-publishes-guidance-on-storage-and-access-technologies
U3 https://marketinglaw.osborneclarke.com/advertising-regulation/new-exceptions-explained-in-ico-final-guidance-on-storage-and-access-technologies-could-online-advertising-be-next/ https://cy.ico.org.uk/for-organisations/direct-marketing-and-privacy-and-electronic-communications/guidance-on-the-use-of-storage-and-access-technologies/what-are-the-exceptions
ZET https://lex.bg/laws/ldoc/2135530547
`

const SOURCES: ReadonlyMap<string, readonly string[]> = new Map(
	LIST.trim()
		.split('\n')
		.map((line) => {
			const [key = '', ...addresses] = line.split(' ')
			return [key, addresses]
		}),
)

/** Addresses of the texts that a row rests on. @param keys as in `Row.sources`. */
export const sourcesOf = (keys: string): string[] => keys.split(' ').flatMap((key) => SOURCES.get(key) ?? [])
