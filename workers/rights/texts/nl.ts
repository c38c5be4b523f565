import type { Words } from '../words.ts'

export const nl: Words = {
	code: 'nl',
	name: 'Nederlands',
	notice: {
		title: 'Hoe deze website het gebruik meet',
		headings: [
			'Wie meet en waarom',
			'Op welke manier',
			'Zonder cookie',
			'De cookie',
			'Wat wordt opgeslagen',
			'Rechtsgrond',
			'Hoe lang',
			'Hoe u bezwaar maakt',
			'Wie de gegevens ontvangt',
			'Uw rechten',
			'Grenzen van het bezwaar',
		],
		contact: '[uw contactadres]',
		who: 'Wij meten met Jitt hoe {site} wordt gebruikt; Jitt werkt in onze opdracht als verwerker. Het enige doel is deze website te meten en te verbeteren: geen reclame, geen verkoop, niets wordt gedeeld en niemand wordt naar andere websites gevolgd.',
		modeLight:
			'Bezoeken worden zonder cookie geteld. Op uw apparaat wordt niets opgeslagen en niemand wordt op een andere dag herkend.',
		modeConsentEverywhere: 'Bezoeken worden pas geteld nadat u toestemming hebt gegeven.',
		modeConsentIn: 'Op deze plaatsen gebeurt ook dat pas na uw toestemming: {places}.',
		except: '{place} behalve {regions}',
		others: 'alle andere landen',
		modeCookie: 'Een cookie van deze website zelf herkent terugkerende bezoekers van deze website.',
		cookieIn:
			'Alleen hier wordt hij zonder vooraf te vragen geplaatst: {places}. Overal elders wordt hij pas na uw toestemming geplaatst.',
		cookieNever: 'Hij wordt pas na uw toestemming geplaatst.',
		cookieAlways: 'Hij wordt zonder vooraf te vragen geplaatst; u kunt altijd bezwaar maken.',
		fallbackLight:
			'Waar hij niet wordt geplaatst, worden bezoeken zonder cookie geteld voor zover de wet dat toestaat.',
		fallbackNone: 'Waar hij niet wordt geplaatst, wordt niets geteld.',
		token:
			'Bij elke paginaweergave worden uw IP-adres en de kenmerken die uw browser meestuurt alleen in het geheugen gebruikt: om land en globale plaats, browser, systeem en soort apparaat te kennen, en om met een willekeurige sleutel van de dag een onomkeerbaar kenmerk te vormen. De sleutel wordt om middernacht vernietigd ({timezone}). Noch het adres noch die kenmerken worden opgeslagen, en op uw apparaat wordt niets opgeslagen.',
		cookie:
			'De cookie ({cookies}) bevat een willekeurig nummer dat alleen op deze website geldt. Hij leeft 390 dagen, minder dan 13 maanden, vanaf de eerste plaatsing; latere bezoeken verlengen hem niet. Waar de wet van uw land dat eist, wordt het u eerst gevraagd.',
		noCookie: 'Om te meten wordt geen cookie geplaatst.',
		stored: 'Opgeslagen worden: {fields}.',
		switchedOff: 'Uitgeschakeld hebben wij: {off}.',
		basisConsent: 'Waar het u wordt gevraagd, is de rechtsgrond uw toestemming (art. 6 lid 1 onder a AVG).',
		basisInterest:
			'Waar het u niet wordt gevraagd, is het ons gerechtvaardigd belang te weten hoe onze website wordt gebruikt (art. 6 lid 1 onder f AVG).',
		basisUk:
			'In het Verenigd Koninkrijk berust de cookie op de uitzondering voor statistische doeleinden (PECR, bijlage A1, punt 5).',
		basisExempt:
			'In Frankrijk (art. 82 van de wet gegevensbescherming), Spanje, Italië en Nederland berust de cookie op de nationale uitzondering voor publieksmeting.',
		retention:
			'Paginaweergaven en gebeurtenissen worden {events} dagen bewaard, bezoeken {visits} dagen, dagtotalen {rollups} dagen; daarna worden ze gewist. Elke wissing laat een bewijs achter dat iedereen kan controleren: {receipts}',
		objection:
			'U kunt altijd en kosteloos bezwaar maken met de bezwaarknop op deze website; die slaat alleen een cookie op waarin „1” staat. Global Privacy Control (GPC) en Do Not Track (DNT) worden gerespecteerd: zolang uw browser een van beide meestuurt, wordt niets opgeslagen, tenzij u op deze website uitdrukkelijk toestemming hebt gegeven en de wet die laat voorgaan.',
		withdrawal: 'U kunt uw toestemming op dezelfde plaats even eenvoudig intrekken als u haar hebt gegeven.',
		remembered:
			'Wat u in het privacypaneel van deze website kiest, wordt 390 dagen onthouden in een cookie die niets anders bevat (jitt_choice).',
		recipients:
			'De gegevens worden verwerkt door Jitt en zijn subverwerker Cloudflare, Inc. (VS) en aan niemand anders gegeven (bijzonderheden: {manifest}).',
		inEu: 'Wat van bezoeken wordt opgeslagen, wordt in de Europese Unie opgeslagen. Voor zover het moederbedrijf van Cloudflare toegang zou kunnen hebben, zijn de grondslag het EU-VS-kader voor gegevensbescherming en de modelcontractbepalingen.',
		inUs: 'Wat van bezoeken wordt opgeslagen, wordt in de Verenigde Staten opgeslagen; de grondslag van de doorgifte zijn het EU-VS-kader voor gegevensbescherming en de modelcontractbepalingen.',
		anywhere:
			'De verwerking kan buiten uw land plaatsvinden, ook in de VS; de grondslag van de doorgifte zijn het EU-VS-kader voor gegevensbescherming en de modelcontractbepalingen.',
		rights:
			'U hebt het recht op inzage, rectificatie, wissing, beperking, overdraagbaarheid en bezwaar, en kunt een klacht indienen bij een toezichthouder. Schrijf naar: {contact}.',
		rightsLight:
			'Wat zonder cookie is geteld, kan na middernacht aan niemand meer worden gekoppeld, ook niet door ons: er is niets dat wij zouden kunnen opzoeken (art. 11 AVG).',
		rightsCookie:
			'Met de cookie kunt u op deze website alles downloaden en wissen wat eronder is opgeslagen.',
		limits:
			'Het bezwaar geldt voor deze browser totdat de cookies ervan worden gewist; Safari kan het na zeven gebruiksdagen zonder bezoek hier verwijderen. De blijvende keuze is Global Privacy Control in uw browser.',
		limitsLight: 'Waar geen cookie kan worden opgeslagen, geldt het bezwaar tot middernacht.',
	},
	fields: {
		page: 'de pagina',
		title: 'de titel ervan',
		time: 'het tijdstip',
		visit: 'willekeurige nummers van bezoek en bezoeker',
		campaign: 'campagnekenmerken',
		place: 'plaats',
		city: 'land, regio en stad',
		region: 'land en regio',
		country: 'land',
		browserFull: 'browser en systeem met hun versies',
		browserMajor: 'browser en systeem met hun hoofdversie',
		browserNames: 'browser en systeem zonder versie',
		referrerPath: 'de verwijzende pagina',
		referrerHost: 'de verwijzende website',
		referrerSource: 'het soort herkomst',
		device: 'soort apparaat',
		screen: 'klasse van schermbreedte',
		language: 'taal',
		network: 'soort netwerk',
		engagement: 'leestijd en scrolldiepte',
		vitals: 'laadtijden',
		events: 'namen van handelingen zoals klikken en downloads',
		properties: 'bijzonderheden van zulke handelingen',
		revenue: 'bedragen van aankopen',
		decision: 'de toegepaste regel',
	},
	page: {
		heading: 'Privacy op {site}',
		intro:
			'Deze pagina is gemaakt van de instellingen die nu op {site} gelden. Jitt meet in opdracht van die website.',
		here: 'Voor u, hier en nu',
		from: 'Uw verzoek komt uit: {place}.',
		fromUnknown: 'Waar uw verzoek vandaan komt, is onbekend; de voorzichtige regel geldt.',
		rule: 'Regel {rule}: {law}.',
		firm: 'Hoe deze wet moet worden toegepast, staat vast.',
		contested: 'Hoe deze wet moet worden toegepast, is omstreden.',
		reasons: {
			optout: 'U hebt bezwaar gemaakt: er wordt niets geteld.',
			denied: 'U hebt de meting geweigerd: er wordt niets geteld.',
			gpc: 'Uw browser stuurt Global Privacy Control mee. Dat wordt gerespecteerd: er wordt niets geteld.',
			dnt: 'Uw browser stuurt Do Not Track mee. Dat wordt gerespecteerd: er wordt niets geteld.',
			lightweight: 'Uw bezoek wordt zonder cookie geteld.',
			'lightweight-needs-consent': 'Er wordt niets geteld voordat u op de website toestemming geeft.',
			granted: 'U hebt toestemming gegeven: een cookie herkent u op deze website.',
			'opt-out': 'Een cookie herkent u op deze website totdat u bezwaar maakt.',
			notice: 'Een cookie herkent u op deze website; u kunt bezwaar maken.',
			fallback:
				'Er wordt geen cookie geplaatst voordat u op de website toestemming geeft; tot dan wordt uw bezoek zonder cookie geteld.',
			'fallback-none': 'Er wordt niets geteld voordat u op de website toestemming geeft.',
		},
		noSignal: 'Uw browser stuurt noch Global Privacy Control noch Do Not Track mee.',
		honest:
			'Wat zonder cookie van u wordt geteld, kan na middernacht door niemand meer aan u worden gekoppeld, ook niet door ons. Daarom kan het u niet worden getoond en niet afzonderlijk worden gewist: niemand zou het kunnen vinden.',
		act: 'Waar u iets kunt doen',
		actWhere:
			'Uw keuzes werken daar waar de cookie is: op {site} zelf. In het privacypaneel daar kunt u bezwaar maken en dat weer intrekken, toestemming intrekken en downloaden of wissen wat onder uw cookie is opgeslagen.',
		policy: 'Beleid',
		version: 'Versie {version}, van kracht sinds {date}.',
		machines: 'Hetzelfde voor machines, met alle eerdere versies: {manifest}',
		noAdvice: 'De tabel van wetten is technisch onderzoek, geen juridisch advies.',
		languages: 'Talen',
	},
}
