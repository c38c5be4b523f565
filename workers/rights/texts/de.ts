import type { Words } from '../words.ts'

export const de: Words = {
	code: 'de',
	name: 'Deutsch',
	notice: {
		title: 'Wie diese Website ihre Nutzung misst',
		headings: [
			'Wer misst und wozu',
			'Auf welche Weise',
			'Ohne Cookie',
			'Das Cookie',
			'Was gespeichert wird',
			'Rechtsgrundlage',
			'Wie lange',
			'Wie Sie widersprechen',
			'Wer die Daten erhält',
			'Ihre Rechte',
			'Grenzen des Widerspruchs',
		],
		contact: '[Ihre Kontaktadresse]',
		who: 'Wir messen mit Jitt, wie {site} genutzt wird; Jitt arbeitet in unserem Auftrag als Auftragsverarbeiter. Einziger Zweck ist, diese Website zu messen und zu verbessern: keine Werbung, kein Verkauf, keine Weitergabe, und niemand wird auf andere Websites verfolgt.',
		modeLight:
			'Besuche werden ohne Cookie gezählt. Auf Ihrem Gerät wird nichts gespeichert, und niemand wird an einem anderen Tag wiedererkannt.',
		modeConsentEverywhere: 'Besuche werden nur gezählt, nachdem Sie eingewilligt haben.',
		modeConsentIn: 'An diesen Orten geschieht auch das nur nach Ihrer Einwilligung: {places}.',
		except: '{place} außer {regions}',
		others: 'alle anderen Länder',
		modeCookie: 'Ein Cookie dieser Website (First-Party) erkennt wiederkehrende Besucher dieser Website.',
		cookieIn:
			'Ohne vorherige Frage wird es nur hier gesetzt: {places}. Überall sonst wird es nur nach Ihrer Einwilligung gesetzt.',
		cookieNever: 'Es wird nur nach Ihrer Einwilligung gesetzt.',
		cookieAlways: 'Es wird ohne vorherige Frage gesetzt; Sie können jederzeit widersprechen.',
		fallbackLight:
			'Wo es nicht gesetzt wird, werden Besuche ohne Cookie gezählt, soweit das Recht es erlaubt.',
		fallbackNone: 'Wo es nicht gesetzt wird, wird nichts gezählt.',
		token:
			'Bei jedem Seitenaufruf werden Ihre IP-Adresse und die Kennung Ihres Browsers nur im Arbeitsspeicher verwendet: um Land und ungefähren Ort, Browser, System und Geräteart zu erkennen und um mit einem zufälligen Schlüssel des Tages ein nicht umkehrbares Kennzeichen zu bilden. Der Schlüssel wird um Mitternacht vernichtet ({timezone}). Weder Adresse noch Kennung werden gespeichert, und auf Ihrem Gerät wird nichts gespeichert.',
		cookie:
			'Das Cookie ({cookies}) enthält eine zufällige Kennung, die nur auf dieser Website gilt. Es lebt 390 Tage, weniger als 13 Monate, ab dem ersten Setzen; spätere Besuche verlängern es nicht. Wo das Recht Ihres Landes es verlangt, werden Sie vorher gefragt.',
		noCookie: 'Zum Messen wird kein Cookie gesetzt.',
		stored: 'Gespeichert werden: {fields}.',
		switchedOff: 'Abgeschaltet haben wir: {off}.',
		basisConsent:
			'Wo Sie gefragt werden, ist Rechtsgrundlage Ihre Einwilligung (Art. 6 Abs. 1 lit. a DSGVO).',
		basisInterest:
			'Wo Sie nicht gefragt werden, ist es unser berechtigtes Interesse zu wissen, wie unsere Website genutzt wird (Art. 6 Abs. 1 lit. f DSGVO).',
		basisUk:
			'Im Vereinigten Königreich beruht das Cookie auf der Ausnahme für statistische Zwecke (PECR, Anhang A1, Absatz 5).',
		basisExempt:
			'In Frankreich (Art. 82 des Datenschutzgesetzes), Spanien, Italien und den Niederlanden beruht das Cookie auf der nationalen Ausnahme für Reichweitenmessung.',
		retention:
			'Seitenaufrufe und Ereignisse werden {events} Tage aufbewahrt, Besuche {visits} Tage, Tagessummen {rollups} Tage; danach werden sie gelöscht. Jede Löschung hinterlässt einen Beleg, den jeder prüfen kann: {receipts}',
		objection:
			'Sie können jederzeit und kostenlos mit der Schaltfläche zum Widerspruch auf dieser Website widersprechen; sie speichert nichts als ein Cookie mit dem Inhalt „1“. Global Privacy Control (GPC) und Do Not Track (DNT) werden beachtet: Solange Ihr Browser eines davon sendet, wird nichts gespeichert, es sei denn, Sie haben auf dieser Website ausdrücklich eingewilligt und das Recht lässt dies vorgehen.',
		withdrawal:
			'Ihre Einwilligung können Sie an derselben Stelle so einfach widerrufen, wie Sie sie erteilt haben.',
		remembered:
			'Was Sie im Datenschutzfeld dieser Website wählen, merkt sich 390 Tage lang ein Cookie, das nichts anderes enthält (jitt_choice).',
		recipients:
			'Die Daten werden von Jitt und dessen Unterauftragsverarbeiter Cloudflare, Inc. (USA) verarbeitet und niemandem sonst gegeben (Einzelheiten: {manifest}).',
		inEu: 'Was von Besuchen gespeichert wird, wird in der Europäischen Union gespeichert. Soweit die Muttergesellschaft von Cloudflare Zugriff haben könnte, sind Grundlage der EU-US-Datenschutzrahmen und die Standardvertragsklauseln.',
		inUs: 'Was von Besuchen gespeichert wird, wird in den Vereinigten Staaten gespeichert; Grundlage der Übermittlung sind der EU-US-Datenschutzrahmen und die Standardvertragsklauseln.',
		anywhere:
			'Die Verarbeitung kann außerhalb Ihres Landes stattfinden, auch in den USA; Grundlage der Übermittlung sind der EU-US-Datenschutzrahmen und die Standardvertragsklauseln.',
		rights:
			'Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung, Übertragbarkeit und Widerspruch und können sich bei einer Aufsichtsbehörde beschweren. Schreiben Sie an: {contact}.',
		rightsLight:
			'Was ohne Cookie gezählt wurde, kann nach Mitternacht niemandem mehr zugeordnet werden, auch nicht von uns: Es gibt nichts, was wir nachschlagen könnten (Art. 11 DSGVO).',
		rightsCookie:
			'Mit dem Cookie können Sie auf dieser Website alles herunterladen und löschen, was unter ihm gespeichert ist.',
		limits:
			'Der Widerspruch gilt für diesen Browser, bis dessen Cookies gelöscht werden; Safari kann ihn nach sieben Nutzungstagen ohne Besuch hier entfernen. Dauerhaft ist Global Privacy Control in Ihrem Browser.',
		limitsLight: 'Wo kein Cookie gespeichert werden kann, gilt der Widerspruch bis Mitternacht.',
	},
	fields: {
		page: 'die Seite',
		title: 'deren Titel',
		time: 'der Zeitpunkt',
		visit: 'Zufallszahlen für Besuch und Besucher',
		campaign: 'Kampagnenkennzeichen',
		place: 'Ort',
		city: 'Land, Region und Stadt',
		region: 'Land und Region',
		country: 'Land',
		browserFull: 'Browser und System mit Version',
		browserMajor: 'Browser und System mit Hauptversion',
		browserNames: 'Browser und System ohne Version',
		referrerPath: 'die verweisende Seite',
		referrerHost: 'die verweisende Website',
		referrerSource: 'die Art der Herkunft',
		device: 'Geräteart',
		screen: 'Klasse der Bildschirmbreite',
		language: 'Sprache',
		network: 'Art des Netzes',
		engagement: 'Lesedauer und Scrolltiefe',
		vitals: 'Ladezeiten',
		events: 'Namen von Handlungen wie Klicks und Downloads',
		properties: 'Einzelheiten solcher Handlungen',
		revenue: 'Beträge von Käufen',
		decision: 'die Regel, nach der gespeichert wurde',
	},
	page: {
		heading: 'Datenschutz auf {site}',
		intro:
			'Diese Seite entsteht aus den Einstellungen, die auf {site} jetzt gelten. Jitt misst im Auftrag dieser Website.',
		here: 'Für Sie, hier und jetzt',
		from: 'Ihre Anfrage kommt aus: {place}.',
		fromUnknown: 'Woher Ihre Anfrage kommt, ist unbekannt; es gilt die vorsichtige Regel.',
		rule: 'Regel {rule}: {law}.',
		firm: 'Wie dieses Recht anzuwenden ist, ist geklärt.',
		contested: 'Wie dieses Recht anzuwenden ist, ist umstritten.',
		reasons: {
			optout: 'Sie haben widersprochen: Es wird nichts gezählt.',
			denied: 'Sie haben die Messung abgelehnt: Es wird nichts gezählt.',
			gpc: 'Ihr Browser sendet Global Privacy Control. Das wird beachtet: Es wird nichts gezählt.',
			dnt: 'Ihr Browser sendet Do Not Track. Das wird beachtet: Es wird nichts gezählt.',
			lightweight: 'Ihr Besuch wird ohne Cookie gezählt.',
			'lightweight-needs-consent': 'Bevor Sie auf der Website einwilligen, wird nichts gezählt.',
			granted: 'Sie haben eingewilligt: Ein Cookie erkennt Sie auf dieser Website wieder.',
			'opt-out': 'Ein Cookie erkennt Sie auf dieser Website wieder, bis Sie widersprechen.',
			notice: 'Ein Cookie erkennt Sie auf dieser Website wieder; Sie können widersprechen.',
			fallback:
				'Bevor Sie auf der Website einwilligen, wird kein Cookie gesetzt; bis dahin wird Ihr Besuch ohne Cookie gezählt.',
			'fallback-none': 'Bevor Sie auf der Website einwilligen, wird nichts gezählt.',
		},
		noSignal: 'Ihr Browser sendet weder Global Privacy Control noch Do Not Track.',
		honest:
			'Was ohne Cookie von Ihnen gezählt wird, kann Ihnen nach Mitternacht niemand mehr zuordnen, auch wir nicht. Darum kann es Ihnen weder gezeigt noch einzeln gelöscht werden: Niemand könnte es finden.',
		act: 'Wo Sie handeln können',
		actWhere:
			'Ihre Wahl wirkt dort, wo das Cookie liegt: auf {site} selbst. Im Datenschutzfeld dort können Sie widersprechen und den Widerspruch zurücknehmen, eine Einwilligung widerrufen und herunterladen oder löschen, was unter Ihrem Cookie gespeichert ist.',
		policy: 'Regelwerk',
		version: 'Fassung {version}, in Kraft seit {date}.',
		machines: 'Dasselbe für Maschinen, mit allen früheren Fassungen: {manifest}',
		noAdvice: 'Die Tabelle der Gesetze ist technische Recherche, keine Rechtsberatung.',
		languages: 'Sprachen',
	},
}
