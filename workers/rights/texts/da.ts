import type { Words } from '../words.ts'

export const da: Words = {
	code: 'da',
	name: 'Dansk',
	notice: {
		title: 'Sådan måler dette websted sin brug',
		headings: [
			'Hvem der måler, og hvorfor',
			'På hvilken måde',
			'Uden cookie',
			'Cookien',
			'Hvad der gemmes',
			'Retsgrundlag',
			'Hvor længe',
			'Sådan gør du indsigelse',
			'Hvem der får oplysningerne',
			'Dine rettigheder',
			'Indsigelsens grænser',
		],
		contact: '[jeres kontaktadresse]',
		who: 'Vi måler, hvordan {site} bruges, med Jitt, der arbejder på vores vegne som databehandler. Det eneste formål er at måle og forbedre dette websted: ingen reklamer, intet sælges eller deles, og ingen følges til andre websteder.',
		modeLight: 'Besøg tælles uden cookie. Intet gemmes på din enhed, og ingen genkendes en anden dag.',
		modeConsentEverywhere: 'Besøg tælles først, når du har givet samtykke.',
		modeConsentIn: 'Disse steder sker selv det først, når du har givet samtykke: {places}.',
		except: '{place} undtagen {regions}',
		others: 'alle andre lande',
		modeCookie: 'En førstepartscookie genkender besøgende, der vender tilbage til dette websted.',
		cookieIn:
			'Uden at spørge først sættes den kun i: {places}. Alle andre steder sættes den først, når du har givet samtykke.',
		cookieNever: 'Den sættes først, når du har givet samtykke.',
		cookieAlways: 'Den sættes uden at spørge først; du kan gøre indsigelse når som helst.',
		fallbackLight: 'Hvor den ikke sættes, tælles besøg uden cookie, i det omfang loven tillader det.',
		fallbackNone: 'Hvor den ikke sættes, tælles intet.',
		token:
			'Ved hver sidevisning bruges din IP-adresse og din browsers kendetegn kun i hukommelsen: for at kende land og omtrentligt sted, browser, system og enhedstype, og for med en tilfældig nøgle for dagen at danne et mærke, der ikke kan regnes tilbage. Nøglen destrueres ved midnat ({timezone}). Hverken adressen eller kendetegnene gemmes, og intet gemmes på din enhed.',
		cookie:
			'Cookien ({cookies}) indeholder et tilfældigt nummer, der kun gælder på dette websted. Den lever 390 dage, mindre end 13 måneder, fra den dag, den først blev sat; senere besøg forlænger den ikke. Hvor dit lands lov kræver det, bliver du spurgt først.',
		noCookie: 'Der sættes ingen cookie for at måle.',
		stored: 'Dette gemmes: {fields}.',
		switchedOff: 'Vi har slået fra: {off}.',
		basisConsent: 'Hvor du bliver spurgt, er retsgrundlaget dit samtykke (GDPR art. 6, stk. 1, litra a).',
		basisInterest:
			'Hvor du ikke bliver spurgt, er det vores legitime interesse i at vide, hvordan vores websted bruges (GDPR art. 6, stk. 1, litra f).',
		basisUk:
			'I Det Forenede Kongerige hviler cookien på undtagelsen for statistiske formål (PECR, bilag A1, punkt 5).',
		basisExempt:
			'I Frankrig (art. 82 i databeskyttelsesloven), Spanien, Italien og Nederlandene hviler cookien på den nationale undtagelse for besøgsmåling.',
		retention:
			'Sidevisninger og hændelser gemmes i {events} dage, besøg i {visits} dage, dagstotaler i {rollups} dage; derefter slettes de. Hver sletning efterlader en kvittering, som enhver kan kontrollere: {receipts}',
		objection:
			'Du kan når som helst og gratis gøre indsigelse med indsigelsesknappen på dette websted; den gemmer kun en cookie med indholdet »1«. Global Privacy Control (GPC) og Do Not Track (DNT) respekteres: så længe din browser sender en af dem, gemmes intet, medmindre du udtrykkeligt har givet samtykke på dette websted, og loven lader det gå forud.',
		withdrawal: 'Du kan trække dit samtykke tilbage samme sted, lige så let som du gav det.',
		remembered:
			'Det, du vælger i privatlivspanelet på dette websted, huskes i 390 dage i en cookie, der ikke indeholder andet (jitt_choice).',
		recipients:
			'Oplysningerne behandles af Jitt og dets underdatabehandler Cloudflare, Inc. (USA) og gives ikke til andre (nærmere oplysninger: {manifest}).',
		inEu: 'Det, der gemmes om besøg, gemmes i Den Europæiske Union. I det omfang Cloudflares moderselskab kunne få adgang, er grundlaget EU-USA-databeskyttelsesrammen og standardkontraktbestemmelserne.',
		inUs: 'Det, der gemmes om besøg, gemmes i USA; grundlaget for overførslen er EU-USA-databeskyttelsesrammen og standardkontraktbestemmelserne.',
		anywhere:
			'Behandlingen kan ske uden for dit land, også i USA; grundlaget for overførslen er EU-USA-databeskyttelsesrammen og standardkontraktbestemmelserne.',
		rights:
			'Du har ret til indsigt, berigtigelse, sletning, begrænsning, dataportabilitet og indsigelse og kan klage til en tilsynsmyndighed. Skriv til: {contact}.',
		rightsLight:
			'Det, der er talt uden cookie, kan efter midnat ikke knyttes til nogen, heller ikke af os: der er intet, vi kunne slå op (GDPR art. 11).',
		rightsCookie: 'Med cookien kan du på dette websted hente og slette alt, hvad der er gemt under den.',
		limits:
			'Indsigelsen gælder for denne browser, indtil dens cookies slettes; Safari kan fjerne den efter syv dages brug uden et besøg her. Det varige valg er Global Privacy Control i din browser.',
		limitsLight: 'Hvor ingen cookie kan gemmes, gælder indsigelsen til midnat.',
	},
	fields: {
		page: 'siden',
		title: 'dens titel',
		time: 'tidspunktet',
		visit: 'tilfældige numre for besøget og den besøgende',
		campaign: 'kampagnemærker',
		place: 'sted',
		city: 'land, region og by',
		region: 'land og region',
		country: 'land',
		browserFull: 'browser og system med version',
		browserMajor: 'browser og system med hovedversion',
		browserNames: 'browser og system uden version',
		referrerPath: 'den henvisende side',
		referrerHost: 'det henvisende websted',
		referrerSource: 'kildens art',
		device: 'enhedstype',
		screen: 'klasse af skærmbredde',
		language: 'sprog',
		network: 'netværkstype',
		engagement: 'læsetid og rulledybde',
		vitals: 'indlæsningstider',
		events: 'navne på handlinger som klik og downloads',
		properties: 'nærmere oplysninger om sådanne handlinger',
		revenue: 'købsbeløb',
		decision: 'den regel, der blev anvendt',
	},
	page: {
		heading: 'Privatliv på {site}',
		intro:
			'Denne side laves af de indstillinger, der gælder på {site} lige nu. Jitt måler på webstedets vegne.',
		here: 'For dig, her og nu',
		from: 'Din forespørgsel kommer fra: {place}.',
		fromUnknown: 'Hvor din forespørgsel kommer fra, er ukendt; den forsigtige regel gælder.',
		rule: 'Regel {rule}: {law}.',
		firm: 'Hvordan denne lov skal anvendes, ligger fast.',
		contested: 'Hvordan denne lov skal anvendes, er omstridt.',
		reasons: {
			optout: 'Du har gjort indsigelse: intet tælles.',
			denied: 'Du har afvist målingen: intet tælles.',
			gpc: 'Din browser sender Global Privacy Control. Det respekteres: intet tælles.',
			dnt: 'Din browser sender Do Not Track. Det respekteres: intet tælles.',
			lightweight: 'Dit besøg tælles uden cookie.',
			'lightweight-needs-consent': 'Intet tælles, før du giver samtykke på webstedet.',
			granted: 'Du har givet samtykke: en cookie genkender dig på dette websted.',
			'opt-out': 'En cookie genkender dig på dette websted, indtil du gør indsigelse.',
			notice: 'En cookie genkender dig på dette websted; du kan gøre indsigelse.',
			fallback:
				'Der sættes ingen cookie, før du giver samtykke på webstedet; indtil da tælles dit besøg uden cookie.',
			'fallback-none': 'Intet tælles, før du giver samtykke på webstedet.',
		},
		noSignal: 'Din browser sender hverken Global Privacy Control eller Do Not Track.',
		honest:
			'Det, der tælles om dig uden cookie, kan ingen knytte til dig efter midnat, heller ikke vi. Derfor kan det hverken vises for dig eller slettes for sig: ingen kunne finde det.',
		act: 'Hvor du kan handle',
		actWhere:
			'Dine valg virker der, hvor cookien er: på selve {site}. I privatlivspanelet dér kan du gøre indsigelse og fortryde det, trække samtykke tilbage og hente eller slette det, der er gemt under din cookie.',
		policy: 'Regler',
		version: 'Version {version}, gælder siden {date}.',
		machines: 'Det samme for maskiner, med alle versioner: {manifest}',
		noAdvice: 'Tabellen over love er teknisk research, ikke juridisk rådgivning.',
		languages: 'Sprog',
	},
}
