import type { Words } from '../words.ts'

export const it: Words = {
	code: 'it',
	name: 'Italiano',
	notice: {
		title: 'Come questo sito misura il proprio utilizzo',
		headings: [
			'Chi misura e perché',
			'In che modo',
			'Senza cookie',
			'Il cookie',
			'Che cosa viene conservato',
			'Base giuridica',
			'Per quanto tempo',
			'Come opporsi',
			'Chi riceve i dati',
			'I suoi diritti',
			'Limiti dell’opposizione',
		],
		contact: '[il vostro indirizzo di contatto]',
		who: 'Misuriamo come viene usato {site} con Jitt, che lavora per nostro conto come responsabile del trattamento. L’unica finalità è misurare e migliorare questo sito: nessuna pubblicità, nessuna vendita, nessuna condivisione, e nessuno viene seguito su altri siti.',
		modeLight:
			'Le visite sono contate senza cookie. Sul suo dispositivo non viene memorizzato nulla e nessuno viene riconosciuto in un altro giorno.',
		modeConsentEverywhere: 'Le visite sono contate solo dopo il suo consenso.',
		modeConsentIn: 'In questi luoghi anche ciò avviene solo dopo il suo consenso: {places}.',
		except: '{place} tranne {regions}',
		others: 'tutti gli altri paesi',
		modeCookie: 'Un cookie di prima parte riconosce i visitatori che tornano su questo sito.',
		cookieIn:
			'Viene impostato senza chiedere prima solo in: {places}. Altrove viene impostato solo dopo il suo consenso.',
		cookieNever: 'Viene impostato solo dopo il suo consenso.',
		cookieAlways: 'Viene impostato senza chiedere prima; può opporsi in qualsiasi momento.',
		fallbackLight:
			'Dove non viene impostato, le visite sono contate senza cookie per quanto la legge lo consente.',
		fallbackNone: 'Dove non viene impostato, non viene contato nulla.',
		token:
			'A ogni pagina vista il suo indirizzo IP e l’intestazione del suo browser sono usati solo in memoria: per conoscere il paese e il luogo approssimativo, il browser, il sistema e il tipo di dispositivo, e per formare con una chiave casuale del giorno un contrassegno irreversibile. La chiave viene distrutta a mezzanotte ({timezone}). Né l’indirizzo né l’intestazione vengono conservati, e sul suo dispositivo non viene memorizzato nulla.',
		cookie:
			'Il cookie ({cookies}) contiene un identificativo casuale valido solo su questo sito. Vive 390 giorni, meno di 13 mesi, dal giorno in cui è stato impostato; le visite successive non lo prolungano. Dove la legge del suo paese lo richiede, le viene chiesto prima.',
		noCookie: 'Non viene impostato alcun cookie per misurare.',
		stored: 'Vengono conservati: {fields}.',
		switchedOff: 'Abbiamo disattivato: {off}.',
		basisConsent:
			'Dove le viene chiesto, la base giuridica è il suo consenso (art. 6, par. 1, lett. a, del GDPR).',
		basisInterest:
			'Dove non le viene chiesto, è il nostro legittimo interesse a sapere come viene usato il nostro sito (art. 6, par. 1, lett. f, del GDPR).',
		basisUk:
			'Nel Regno Unito il cookie si basa sull’eccezione per fini statistici (PECR, allegato A1, paragrafo 5).',
		basisExempt:
			'In Francia (art. 82 della legge sulla protezione dei dati), Spagna, Italia e Paesi Bassi il cookie si basa sull’esenzione nazionale per la misurazione dell’audience.',
		retention:
			'Pagine viste ed eventi sono conservati per {events} giorni, le visite per {visits} giorni, i totali giornalieri per {rollups} giorni; poi vengono cancellati. Ogni cancellazione lascia una ricevuta che chiunque può verificare: {receipts}',
		objection:
			'Può opporsi in qualsiasi momento e gratuitamente con il pulsante di opposizione di questo sito; memorizza solo un cookie che dice «1». Global Privacy Control (GPC) e Do Not Track (DNT) sono rispettati: finché il suo browser invia uno dei due non viene conservato nulla, salvo che lei abbia espressamente acconsentito su questo sito e la legge lo faccia prevalere.',
		withdrawal: 'Può revocare il consenso nello stesso luogo, con la stessa facilità con cui lo ha dato.',
		remembered:
			'Ciò che sceglie nel pannello della privacy di questo sito è ricordato per 390 giorni in un cookie che non contiene altro (jitt_choice).',
		recipients:
			'I dati sono trattati da Jitt e dal suo sub-responsabile Cloudflare, Inc. (USA) e non sono dati a nessun altro (dettagli: {manifest}).',
		inEu: 'Ciò che viene conservato delle visite è conservato nell’Unione europea. Per quanto la società madre di Cloudflare possa avere accesso, la base sono il Data Privacy Framework UE-USA e le clausole contrattuali tipo.',
		inUs: 'Ciò che viene conservato delle visite è conservato negli Stati Uniti; la base del trasferimento sono il Data Privacy Framework UE-USA e le clausole contrattuali tipo.',
		anywhere:
			'Il trattamento può avvenire fuori dal suo paese, anche negli USA; la base del trasferimento sono il Data Privacy Framework UE-USA e le clausole contrattuali tipo.',
		rights:
			'Ha i diritti di accesso, rettifica, cancellazione, limitazione, portabilità e opposizione, e può proporre reclamo a un’autorità di controllo. Scriva a: {contact}.',
		rightsLight:
			'Ciò che è stato contato senza cookie non può essere ricondotto a nessuno dopo mezzanotte, nemmeno da noi: non c’è nulla che potremmo cercare (art. 11 del GDPR).',
		rightsCookie:
			'Con il cookie può scaricare e cancellare su questo sito tutto ciò che è conservato sotto di esso.',
		limits:
			'L’opposizione vale per questo browser finché i suoi cookie non vengono cancellati; Safari può rimuoverla dopo sette giorni d’uso senza una visita qui. La scelta duratura è Global Privacy Control nel suo browser.',
		limitsLight: 'Dove non si può memorizzare alcun cookie, l’opposizione vale fino a mezzanotte.',
	},
	fields: {
		page: 'la pagina',
		title: 'il suo titolo',
		time: 'l’ora',
		visit: 'numeri casuali della visita e del visitatore',
		campaign: 'etichette di campagna',
		place: 'luogo',
		city: 'paese, regione e città',
		region: 'paese e regione',
		country: 'paese',
		browserFull: 'browser e sistema con le versioni',
		browserMajor: 'browser e sistema con la versione principale',
		browserNames: 'browser e sistema senza versione',
		referrerPath: 'la pagina di provenienza',
		referrerHost: 'il sito di provenienza',
		referrerSource: 'il tipo di provenienza',
		device: 'tipo di dispositivo',
		screen: 'classe di larghezza dello schermo',
		language: 'lingua',
		network: 'tipo di rete',
		engagement: 'tempo di lettura e profondità di scorrimento',
		vitals: 'tempi di caricamento',
		events: 'nomi di azioni come clic e download',
		properties: 'dettagli di tali azioni',
		revenue: 'importi di acquisti',
		decision: 'la regola applicata',
	},
	page: {
		heading: 'Privacy su {site}',
		intro:
			'Questa pagina nasce dalle impostazioni in vigore ora su {site}. Jitt misura per conto di quel sito.',
		here: 'Per lei, qui e ora',
		from: 'La sua richiesta viene da: {place}.',
		fromUnknown: 'Non si sa da dove venga la sua richiesta; vale la regola prudente.',
		rule: 'Regola {rule}: {law}.',
		firm: 'Come si applica questa legge è assodato.',
		contested: 'Come si applica questa legge è controverso.',
		reasons: {
			optout: 'Si è opposto: non viene contato nulla.',
			denied: 'Ha rifiutato la misurazione: non viene contato nulla.',
			gpc: 'Il suo browser invia Global Privacy Control. È rispettato: non viene contato nulla.',
			dnt: 'Il suo browser invia Do Not Track. È rispettato: non viene contato nulla.',
			lightweight: 'La sua visita viene contata senza cookie.',
			'lightweight-needs-consent': 'Prima del suo consenso sul sito non viene contato nulla.',
			granted: 'Ha acconsentito: un cookie la riconosce su questo sito.',
			'opt-out': 'Un cookie la riconosce su questo sito finché non si oppone.',
			notice: 'Un cookie la riconosce su questo sito; può opporsi.',
			fallback:
				'Nessun cookie viene impostato prima del suo consenso sul sito; fino ad allora la sua visita viene contata senza cookie.',
			'fallback-none': 'Prima del suo consenso sul sito non viene contato nulla.',
		},
		noSignal: 'Il suo browser non invia né Global Privacy Control né Do Not Track.',
		honest:
			'Ciò che viene contato di lei senza cookie non può esserle ricondotto da nessuno dopo mezzanotte, nemmeno da noi. Perciò non può esserle mostrato né cancellato singolarmente: nessuno potrebbe trovarlo.',
		act: 'Dove può agire',
		actWhere:
			'Le scelte hanno effetto dove si trova il cookie: su {site} stesso. Il suo pannello della privacy permette di opporsi e di ritirare l’opposizione, di revocare il consenso, di scaricare o cancellare ciò che è conservato sotto il suo cookie.',
		policy: 'Regole',
		version: 'Versione {version}, in vigore dal {date}.',
		machines: 'Lo stesso per le macchine, con tutte le versioni: {manifest}',
		noAdvice: 'La tabella delle leggi è una ricerca tecnica, non una consulenza legale.',
		languages: 'Lingue',
	},
}
