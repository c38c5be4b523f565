import type { Words } from '../words.ts'

export const pl: Words = {
	code: 'pl',
	name: 'Polski',
	notice: {
		title: 'Jak ta strona mierzy swoje użycie',
		headings: [
			'Kto mierzy i po co',
			'W jaki sposób',
			'Bez pliku cookie',
			'Plik cookie',
			'Co jest zapisywane',
			'Podstawa prawna',
			'Jak długo',
			'Jak się sprzeciwić',
			'Kto otrzymuje dane',
			'Prawa użytkownika',
			'Granice sprzeciwu',
		],
		contact: '[Państwa adres kontaktowy]',
		who: 'Mierzymy, jak używana jest strona {site}, za pomocą Jitt, który działa w naszym imieniu jako podmiot przetwarzający. Jedynym celem jest pomiar i ulepszanie tej strony: nie ma reklam, niczego się nie sprzedaje ani nie udostępnia i nikt nie jest śledzony na innych stronach.',
		modeLight:
			'Wizyty są liczone bez pliku cookie. Na urządzeniu niczego się nie zapisuje i nikt nie jest rozpoznawany innego dnia.',
		modeConsentEverywhere: 'Wizyty są liczone dopiero po wyrażeniu zgody.',
		modeConsentIn: 'W tych miejscach nawet to odbywa się dopiero po wyrażeniu zgody: {places}.',
		except: '{place} z wyjątkiem: {regions}',
		others: 'wszystkie inne kraje',
		modeCookie: 'Własny plik cookie tej strony rozpoznaje powracających użytkowników.',
		cookieIn:
			'Bez wcześniejszego pytania jest ustawiany tylko tutaj: {places}. Wszędzie indziej jest ustawiany dopiero po wyrażeniu zgody.',
		cookieNever: 'Jest ustawiany dopiero po wyrażeniu zgody.',
		cookieAlways: 'Jest ustawiany bez wcześniejszego pytania; sprzeciw jest możliwy w każdej chwili.',
		fallbackLight:
			'Tam, gdzie nie jest ustawiany, wizyty są liczone bez pliku cookie, o ile prawo na to pozwala.',
		fallbackNone: 'Tam, gdzie nie jest ustawiany, niczego się nie liczy.',
		token:
			'Przy każdej odsłonie adres IP i nagłówek przeglądarki są używane wyłącznie w pamięci: aby ustalić kraj i przybliżone miejsce, przeglądarkę, system i rodzaj urządzenia oraz aby z losowym kluczem dnia utworzyć nieodwracalny znacznik. Klucz jest niszczony o północy ({timezone}). Ani adres, ani nagłówek nie są zapisywane, a na urządzeniu niczego się nie zapisuje.',
		cookie:
			'Plik cookie ({cookies}) zawiera losowy identyfikator ważny tylko na tej stronie. Istnieje 390 dni, mniej niż 13 miesięcy, od dnia pierwszego ustawienia; późniejsze wizyty go nie przedłużają. Tam, gdzie wymaga tego prawo danego kraju, najpierw pytamy o zgodę.',
		noCookie: 'Do pomiaru nie ustawia się żadnego pliku cookie.',
		stored: 'Zapisywane są: {fields}.',
		switchedOff: 'Wyłączyliśmy: {off}.',
		basisConsent: 'Tam, gdzie pytamy, podstawą prawną jest zgoda użytkownika (art. 6 ust. 1 lit. a RODO).',
		basisInterest:
			'Tam, gdzie nie pytamy, jest nią nasz prawnie uzasadniony interes, aby wiedzieć, jak używana jest nasza strona (art. 6 ust. 1 lit. f RODO).',
		basisUk:
			'W Zjednoczonym Królestwie plik cookie opiera się na wyjątku dla celów statystycznych (PECR, załącznik A1, ust. 5).',
		basisExempt:
			'We Francji (art. 82 ustawy o ochronie danych), w Hiszpanii, we Włoszech i w Niderlandach plik cookie opiera się na krajowym wyjątku dla pomiaru oglądalności.',
		retention:
			'Odsłony i zdarzenia są przechowywane przez {events} dni, wizyty przez {visits} dni, sumy dzienne przez {rollups} dni; potem są usuwane. Każde usunięcie pozostawia potwierdzenie, które każdy może sprawdzić: {receipts}',
		objection:
			'Sprzeciw można wyrazić w każdej chwili i bezpłatnie przyciskiem sprzeciwu na tej stronie; zapisuje on jedynie plik cookie o treści „1”. Sygnały Global Privacy Control (GPC) i Do Not Track (DNT) są respektowane: dopóki przeglądarka wysyła jeden z nich, niczego się nie zapisuje, chyba że użytkownik wyraźnie zgodził się na tej stronie, a prawo pozwala, by ta zgoda miała pierwszeństwo.',
		withdrawal: 'Zgodę można wycofać w tym samym miejscu, równie łatwo, jak ją wyrażono.',
		remembered:
			'To, co użytkownik wybierze w panelu prywatności tej strony, jest pamiętane przez 390 dni w pliku cookie, który nie zawiera niczego innego (jitt_choice).',
		recipients:
			'Dane przetwarzają Jitt i jego podwykonawca Cloudflare, Inc. (USA); nikomu innemu nie są przekazywane (szczegóły: {manifest}).',
		inEu: 'To, co zapisuje się o wizytach, jest przechowywane w Unii Europejskiej. O ile spółka matka Cloudflare mogłaby mieć dostęp, podstawą są Ramy ochrony danych UE-USA i standardowe klauzule umowne.',
		inUs: 'To, co zapisuje się o wizytach, jest przechowywane w Stanach Zjednoczonych; podstawą przekazania są Ramy ochrony danych UE-USA i standardowe klauzule umowne.',
		anywhere:
			'Przetwarzanie może odbywać się poza krajem użytkownika, także w USA; podstawą przekazania są Ramy ochrony danych UE-USA i standardowe klauzule umowne.',
		rights:
			'Użytkownik ma prawo dostępu, sprostowania, usunięcia, ograniczenia, przenoszenia i sprzeciwu oraz może złożyć skargę do organu nadzorczego. Adres: {contact}.',
		rightsLight:
			'Tego, co policzono bez pliku cookie, po północy nikt nie może powiązać z żadną osobą, także my: nie ma niczego, co moglibyśmy odszukać (art. 11 RODO).',
		rightsCookie:
			'Mając plik cookie, można na tej stronie pobrać i usunąć wszystko, co jest pod nim przechowywane.',
		limits:
			'Sprzeciw dotyczy tej przeglądarki do czasu usunięcia jej plików cookie; Safari może go usunąć po siedmiu dniach używania bez wizyty tutaj. Trwałym wyborem jest Global Privacy Control w przeglądarce.',
		limitsLight: 'Tam, gdzie nie można zapisać pliku cookie, sprzeciw obowiązuje do północy.',
	},
	fields: {
		page: 'strona',
		title: 'jej tytuł',
		time: 'czas',
		visit: 'losowe numery wizyty i użytkownika',
		campaign: 'znaczniki kampanii',
		place: 'miejsce',
		city: 'kraj, region i miasto',
		region: 'kraj i region',
		country: 'kraj',
		browserFull: 'przeglądarka i system z wersjami',
		browserMajor: 'przeglądarka i system z główną wersją',
		browserNames: 'przeglądarka i system bez wersji',
		referrerPath: 'strona odsyłająca',
		referrerHost: 'witryna odsyłająca',
		referrerSource: 'rodzaj źródła',
		device: 'rodzaj urządzenia',
		screen: 'klasa szerokości ekranu',
		language: 'język',
		network: 'rodzaj sieci',
		engagement: 'czas czytania i głębokość przewinięcia',
		vitals: 'czasy ładowania',
		events: 'nazwy działań, takich jak kliknięcia i pobrania',
		properties: 'szczegóły takich działań',
		revenue: 'kwoty zakupów',
		decision: 'zastosowana reguła',
	},
	page: {
		heading: 'Prywatność na {site}',
		intro:
			'Ta strona powstaje z ustawień, które obowiązują teraz na {site}. Jitt mierzy na zlecenie tej witryny.',
		here: 'Dla Ciebie, tu i teraz',
		from: 'Twoje zapytanie pochodzi z: {place}.',
		fromUnknown: 'Nie wiadomo, skąd pochodzi Twoje zapytanie; obowiązuje reguła ostrożna.',
		rule: 'Reguła {rule}: {law}.',
		firm: 'Stosowanie tego prawa jest ustalone.',
		contested: 'Stosowanie tego prawa jest sporne.',
		reasons: {
			optout: 'Wyrażono sprzeciw: niczego się nie liczy.',
			denied: 'Odmówiono pomiaru: niczego się nie liczy.',
			gpc: 'Twoja przeglądarka wysyła Global Privacy Control. Jest to respektowane: niczego się nie liczy.',
			dnt: 'Twoja przeglądarka wysyła Do Not Track. Jest to respektowane: niczego się nie liczy.',
			lightweight: 'Twoja wizyta jest liczona bez pliku cookie.',
			'lightweight-needs-consent': 'Przed wyrażeniem zgody na stronie niczego się nie liczy.',
			granted: 'Wyrażono zgodę: plik cookie rozpoznaje Cię na tej stronie.',
			'opt-out': 'Plik cookie rozpoznaje Cię na tej stronie, dopóki się nie sprzeciwisz.',
			notice: 'Plik cookie rozpoznaje Cię na tej stronie; możesz się sprzeciwić.',
			fallback:
				'Przed wyrażeniem zgody na stronie nie ustawia się pliku cookie; do tego czasu Twoja wizyta jest liczona bez niego.',
			'fallback-none': 'Przed wyrażeniem zgody na stronie niczego się nie liczy.',
		},
		noSignal: 'Twoja przeglądarka nie wysyła ani Global Privacy Control, ani Do Not Track.',
		honest:
			'Tego, co policzono o Tobie bez pliku cookie, po północy nikt nie może z Tobą powiązać, także my. Dlatego nie można Ci tego pokazać ani usunąć z osobna: nikt nie mógłby tego odnaleźć.',
		act: 'Gdzie możesz działać',
		actWhere:
			'Wybór działa tam, gdzie jest plik cookie: na samej stronie {site}. Jej panel prywatności pozwala się sprzeciwić i cofnąć sprzeciw, wycofać zgodę oraz pobrać lub usunąć to, co jest przechowywane pod Twoim plikiem cookie.',
		policy: 'Zasady',
		version: 'Wersja {version}, obowiązuje od {date}.',
		machines: 'To samo dla maszyn, ze wszystkimi wersjami: {manifest}',
		noAdvice: 'Tabela przepisów jest opracowaniem technicznym, a nie poradą prawną.',
		languages: 'Języki',
	},
}
