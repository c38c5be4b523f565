import type { Words } from '../words.ts'

export const es: Words = {
	code: 'es',
	name: 'Español',
	notice: {
		title: 'Cómo mide este sitio web su uso',
		headings: [
			'Quién mide y para qué',
			'De qué manera',
			'Sin cookie',
			'La cookie',
			'Qué se guarda',
			'Base jurídica',
			'Cuánto tiempo',
			'Cómo oponerse',
			'Quién lo recibe',
			'Sus derechos',
			'Límites de la oposición',
		],
		contact: '[su dirección de contacto]',
		who: 'Medimos cómo se usa {site} con Jitt, que trabaja por encargo nuestro como encargado del tratamiento. La única finalidad es medir y mejorar este sitio web: no hay publicidad, no se vende ni se comparte nada y no se sigue a nadie en otros sitios.',
		modeLight:
			'Las visitas se cuentan sin cookie. No se guarda nada en su dispositivo y no se reconoce a nadie otro día.',
		modeConsentEverywhere: 'Las visitas solo se cuentan después de que usted lo acepte.',
		modeConsentIn: 'En estos lugares incluso eso ocurre solo después de que usted lo acepte: {places}.',
		except: '{place} salvo {regions}',
		others: 'todos los demás países',
		modeCookie: 'Una cookie propia reconoce a los visitantes que vuelven a este sitio web.',
		cookieIn:
			'Solo se instala sin preguntar antes en: {places}. En los demás lugares solo se instala después de que usted lo acepte.',
		cookieNever: 'Solo se instala después de que usted lo acepte.',
		cookieAlways: 'Se instala sin preguntar antes; puede oponerse en cualquier momento.',
		fallbackLight:
			'Donde no se instala, las visitas se cuentan sin cookie en la medida en que la ley lo permite.',
		fallbackNone: 'Donde no se instala, no se cuenta nada.',
		token:
			'En cada página vista, su dirección IP y la cabecera de su navegador se usan solo en memoria: para conocer el país y el lugar aproximado, el navegador, el sistema y el tipo de dispositivo, y para formar con una clave aleatoria del día una marca irreversible. La clave se destruye a medianoche ({timezone}). No se guardan ni la dirección ni la cabecera, y no se guarda nada en su dispositivo.',
		cookie:
			'La cookie ({cookies}) contiene un identificador aleatorio válido solo en este sitio web. Vive 390 días, menos de 13 meses, desde el día en que se instaló; las visitas posteriores no la prolongan. Donde la ley de su país lo exige, se le pregunta antes.',
		noCookie: 'No se instala ninguna cookie para medir.',
		stored: 'Se guardan: {fields}.',
		switchedOff: 'Hemos desactivado: {off}.',
		basisConsent:
			'Donde se le pregunta, la base jurídica es su consentimiento (art. 6, apdo. 1, letra a, del RGPD).',
		basisInterest:
			'Donde no se le pregunta, es nuestro interés legítimo en saber cómo se usa nuestro sitio web (art. 6, apdo. 1, letra f, del RGPD).',
		basisUk:
			'En el Reino Unido la cookie se apoya en la excepción para fines estadísticos (PECR, anexo A1, apartado 5).',
		basisExempt:
			'En Francia (art. 82 de su ley de protección de datos), España, Italia y los Países Bajos la cookie se apoya en la exención nacional para la medición de audiencia.',
		retention:
			'Las páginas vistas y los eventos se conservan {events} días, las visitas {visits} días y los totales diarios {rollups} días; después se borran. Cada borrado deja un recibo que cualquiera puede comprobar: {receipts}',
		objection:
			'Puede oponerse en cualquier momento y gratis con el botón de oposición de este sitio web; solo guarda una cookie que dice «1». Se respetan Global Privacy Control (GPC) y Do Not Track (DNT): mientras su navegador envíe uno de ellos no se guarda nada, salvo que usted haya aceptado expresamente en este sitio web y la ley permita que eso prevalezca.',
		withdrawal: 'Puede retirar su consentimiento en el mismo lugar, con la misma facilidad con que lo dio.',
		remembered:
			'Lo que elija en el panel de privacidad de este sitio web se recuerda durante 390 días en una cookie que no contiene nada más (jitt_choice).',
		recipients:
			'Los datos los tratan Jitt y su subencargado Cloudflare, Inc. (EE. UU.) y no se entregan a nadie más (detalles: {manifest}).',
		inEu: 'Lo que se guarda de las visitas se guarda en la Unión Europea. En la medida en que la empresa matriz de Cloudflare pudiera tener acceso, la base son el Marco de Privacidad de Datos UE-EE. UU. y las cláusulas contractuales tipo.',
		inUs: 'Lo que se guarda de las visitas se guarda en los Estados Unidos; la base de la transferencia son el Marco de Privacidad de Datos UE-EE. UU. y las cláusulas contractuales tipo.',
		anywhere:
			'El tratamiento puede tener lugar fuera de su país, también en EE. UU.; la base de la transferencia son el Marco de Privacidad de Datos UE-EE. UU. y las cláusulas contractuales tipo.',
		rights:
			'Tiene los derechos de acceso, rectificación, supresión, limitación, portabilidad y oposición, y puede reclamar ante una autoridad de control. Escriba a: {contact}.',
		rightsLight:
			'Lo que se contó sin cookie no puede vincularse a nadie después de medianoche, tampoco por nosotros: no hay nada que podamos buscar (art. 11 del RGPD).',
		rightsCookie: 'Con la cookie puede descargar y borrar en este sitio web todo lo que se guarda bajo ella.',
		limits:
			'La oposición vale para este navegador hasta que se borren sus cookies; Safari puede eliminarla tras siete días de uso sin una visita aquí. La elección duradera es Global Privacy Control en su navegador.',
		limitsLight: 'Donde no se puede guardar ninguna cookie, la oposición vale hasta medianoche.',
	},
	fields: {
		page: 'la página',
		title: 'su título',
		time: 'la hora',
		visit: 'números aleatorios de la visita y del visitante',
		campaign: 'etiquetas de campaña',
		place: 'lugar',
		city: 'país, región y ciudad',
		region: 'país y región',
		country: 'país',
		browserFull: 'navegador y sistema con sus versiones',
		browserMajor: 'navegador y sistema con su versión principal',
		browserNames: 'navegador y sistema sin versión',
		referrerPath: 'la página de procedencia',
		referrerHost: 'el sitio web de procedencia',
		referrerSource: 'el tipo de procedencia',
		device: 'tipo de dispositivo',
		screen: 'clase de anchura de pantalla',
		language: 'idioma',
		network: 'tipo de red',
		engagement: 'tiempo de lectura y profundidad de desplazamiento',
		vitals: 'tiempos de carga',
		events: 'nombres de acciones como clics y descargas',
		properties: 'detalles de esas acciones',
		revenue: 'importes de compras',
		decision: 'la regla aplicada',
	},
	page: {
		heading: 'Privacidad en {site}',
		intro:
			'Esta página se genera a partir de los ajustes vigentes ahora en {site}. Jitt mide por encargo de ese sitio web.',
		here: 'Para usted, aquí y ahora',
		from: 'Su petición viene de: {place}.',
		fromUnknown: 'No se sabe de dónde viene su petición; se aplica la regla prudente.',
		rule: 'Regla {rule}: {law}.',
		firm: 'Cómo se aplica esta ley está claro.',
		contested: 'Cómo se aplica esta ley es objeto de debate.',
		reasons: {
			optout: 'Usted se ha opuesto: no se cuenta nada.',
			denied: 'Ha rechazado la medición: no se cuenta nada.',
			gpc: 'Su navegador envía Global Privacy Control. Se respeta: no se cuenta nada.',
			dnt: 'Su navegador envía Do Not Track. Se respeta: no se cuenta nada.',
			lightweight: 'Su visita se cuenta sin cookie.',
			'lightweight-needs-consent': 'No se cuenta nada antes de que lo acepte en el sitio web.',
			granted: 'Ha aceptado: una cookie le reconoce en este sitio web.',
			'opt-out': 'Una cookie le reconoce en este sitio web hasta que se oponga.',
			notice: 'Una cookie le reconoce en este sitio web; puede oponerse.',
			fallback:
				'No se instala ninguna cookie antes de que lo acepte en el sitio web; hasta entonces su visita se cuenta sin cookie.',
			'fallback-none': 'No se cuenta nada antes de que lo acepte en el sitio web.',
		},
		noSignal: 'Su navegador no envía ni Global Privacy Control ni Do Not Track.',
		honest:
			'Lo que se cuenta de usted sin cookie no puede vincularlo nadie a usted después de medianoche, tampoco nosotros. Por eso no se le puede mostrar ni borrar por separado: nadie podría encontrarlo.',
		act: 'Dónde puede actuar',
		actWhere:
			'Lo que elija surte efecto donde está la cookie: en el propio {site}. Su panel de privacidad permite oponerse y retirar la oposición, retirar el consentimiento y descargar o borrar lo que se guarda bajo su cookie.',
		policy: 'Política',
		version: 'Versión {version}, vigente desde el {date}.',
		machines: 'Lo mismo para máquinas, con todas las versiones: {manifest}',
		noAdvice: 'La tabla de leyes es una investigación técnica, no asesoramiento jurídico.',
		languages: 'Idiomas',
	},
}
