import type { Words } from '../words.ts'

export const fr: Words = {
	code: 'fr',
	name: 'Français',
	notice: {
		title: 'Comment ce site mesure son audience',
		headings: [
			'Qui mesure, et pourquoi',
			'De quelle manière',
			'Sans cookie',
			'Le cookie',
			'Ce qui est enregistré',
			'Base légale',
			'Durée de conservation',
			'Comment s’opposer',
			'Destinataires',
			'Vos droits',
			'Limites de l’opposition',
		],
		contact: '[votre adresse de contact]',
		who: 'Nous mesurons l’utilisation de {site} avec Jitt, qui agit pour notre compte en tant que sous-traitant. La seule finalité est de mesurer et d’améliorer ce site : pas de publicité, pas de vente, pas de partage, et personne n’est suivi sur d’autres sites.',
		modeLight:
			'Les visites sont comptées sans cookie. Rien n’est enregistré sur votre appareil et personne n’est reconnu un autre jour.',
		modeConsentEverywhere: 'Les visites ne sont comptées qu’après votre accord.',
		modeConsentIn: 'Dans les lieux suivants, même cela n’a lieu qu’après votre accord : {places}.',
		except: '{place} sauf {regions}',
		others: 'tous les autres pays',
		modeCookie: 'Un cookie propre à ce site reconnaît les visiteurs qui y reviennent.',
		cookieIn:
			'Il n’est déposé sans demande préalable que dans ces lieux : {places}. Partout ailleurs, il ne l’est qu’après votre accord.',
		cookieNever: 'Il n’est déposé qu’après votre accord.',
		cookieAlways: 'Il est déposé sans demande préalable ; vous pouvez vous y opposer à tout moment.',
		fallbackLight:
			'Là où il n’est pas déposé, les visites sont comptées sans cookie dans la mesure où la loi le permet.',
		fallbackNone: 'Là où il n’est pas déposé, rien n’est compté.',
		token:
			'À chaque page vue, votre adresse IP et l’en-tête de votre navigateur sont utilisés uniquement en mémoire : pour connaître le pays et le lieu approximatif, le navigateur, le système et le type d’appareil, et pour former, avec une clé aléatoire du jour, un jeton irréversible. La clé est détruite à minuit ({timezone}). Ni l’adresse ni l’en-tête ne sont enregistrés, et rien n’est enregistré sur votre appareil.',
		cookie:
			'Le cookie ({cookies}) contient un identifiant aléatoire valable sur ce site uniquement. Il vit 390 jours, moins de 13 mois, à compter de son premier dépôt ; les visites suivantes ne le prolongent pas. Lorsque la loi de votre pays l’exige, votre accord est demandé auparavant.',
		noCookie: 'Aucun cookie n’est déposé pour la mesure.',
		stored: 'Sont enregistrés : {fields}.',
		switchedOff: 'Nous avons désactivé : {off}.',
		basisConsent:
			'Lorsque votre accord est demandé, la base légale est votre consentement (art. 6, par. 1, point a) du RGPD).',
		basisInterest:
			'Lorsqu’il n’est pas demandé, c’est notre intérêt légitime à savoir comment notre site est utilisé (art. 6, par. 1, point f) du RGPD).',
		basisUk:
			'Au Royaume-Uni, le cookie repose sur l’exception à des fins statistiques (PECR, annexe A1, paragraphe 5).',
		basisExempt:
			'En France (art. 82 de la loi Informatique et Libertés), en Espagne, en Italie et aux Pays-Bas, le cookie repose sur l’exemption nationale pour la mesure d’audience.',
		retention:
			'Les pages vues et les événements sont conservés {events} jours, les visites {visits} jours, les totaux journaliers {rollups} jours ; ils sont ensuite supprimés. Chaque suppression laisse un reçu que chacun peut vérifier : {receipts}',
		objection:
			'Vous pouvez vous opposer à tout moment et gratuitement avec le bouton d’opposition de ce site ; il n’enregistre qu’un cookie contenant « 1 ». Global Privacy Control (GPC) et Do Not Track (DNT) sont respectés : tant que votre navigateur envoie l’un d’eux, rien n’est enregistré, sauf si vous avez expressément donné votre accord sur ce site et que la loi le fait prévaloir.',
		withdrawal:
			'Vous pouvez retirer votre consentement au même endroit, aussi simplement que vous l’avez donné.',
		remembered:
			'Ce que vous choisissez dans le panneau de confidentialité de ce site est retenu pendant 390 jours dans un cookie qui ne contient rien d’autre (jitt_choice).',
		recipients:
			'Les données sont traitées par Jitt et son sous-traitant ultérieur Cloudflare, Inc. (États-Unis), et ne sont remises à personne d’autre (détails : {manifest}).',
		inEu: 'Ce qui est enregistré des visites l’est dans l’Union européenne. Là où la société mère de Cloudflare pourrait y avoir accès, la base est le cadre de protection des données UE-États-Unis et les clauses contractuelles types.',
		inUs: 'Ce qui est enregistré des visites l’est aux États-Unis ; la base du transfert est le cadre de protection des données UE-États-Unis et les clauses contractuelles types.',
		anywhere:
			'Le traitement peut avoir lieu hors de votre pays, y compris aux États-Unis ; la base du transfert est le cadre de protection des données UE-États-Unis et les clauses contractuelles types.',
		rights:
			'Vous disposez des droits d’accès, de rectification, d’effacement, de limitation, de portabilité et d’opposition, et pouvez saisir une autorité de contrôle. Écrivez à : {contact}.',
		rightsLight:
			'Ce qui a été compté sans cookie ne peut plus être rattaché à personne après minuit, pas même par nous : il n’y a rien que nous puissions rechercher (art. 11 du RGPD).',
		rightsCookie:
			'Avec le cookie, vous pouvez télécharger et effacer sur ce site tout ce qui est conservé sous cet identifiant.',
		limits:
			'L’opposition vaut pour ce navigateur jusqu’à l’effacement de ses cookies ; Safari peut la supprimer après sept jours d’utilisation sans visite ici. Le choix durable est Global Privacy Control dans votre navigateur.',
		limitsLight: 'Là où aucun cookie ne peut être enregistré, l’opposition vaut jusqu’à minuit.',
	},
	fields: {
		page: 'la page',
		title: 'son titre',
		time: 'l’heure',
		visit: 'des numéros aléatoires de la visite et du visiteur',
		campaign: 'les marqueurs de campagne',
		place: 'le lieu',
		city: 'pays, région et ville',
		region: 'pays et région',
		country: 'pays',
		browserFull: 'navigateur et système avec leurs versions',
		browserMajor: 'navigateur et système avec leur version principale',
		browserNames: 'navigateur et système sans version',
		referrerPath: 'la page d’où vient la visite',
		referrerHost: 'le site d’où vient la visite',
		referrerSource: 'le type de source',
		device: 'type d’appareil',
		screen: 'classe de largeur d’écran',
		language: 'langue',
		network: 'type de réseau',
		engagement: 'temps de lecture et profondeur de défilement',
		vitals: 'temps de chargement',
		events: 'noms d’actions telles que clics et téléchargements',
		properties: 'détails de ces actions',
		revenue: 'montants d’achats',
		decision: 'la règle appliquée',
	},
	page: {
		heading: 'Vie privée sur {site}',
		intro:
			'Cette page est produite à partir des réglages en vigueur sur {site} en ce moment. Jitt mesure pour le compte de ce site.',
		here: 'Pour vous, ici et maintenant',
		from: 'Votre requête vient de : {place}.',
		fromUnknown: 'L’origine de votre requête est inconnue ; la règle prudente s’applique.',
		rule: 'Règle {rule} : {law}.',
		firm: 'L’application de cette loi est établie.',
		contested: 'L’application de cette loi est discutée.',
		reasons: {
			optout: 'Vous vous êtes opposé : rien n’est compté.',
			denied: 'Vous avez refusé la mesure : rien n’est compté.',
			gpc: 'Votre navigateur envoie Global Privacy Control. Il est respecté : rien n’est compté.',
			dnt: 'Votre navigateur envoie Do Not Track. Il est respecté : rien n’est compté.',
			lightweight: 'Votre visite est comptée sans cookie.',
			'lightweight-needs-consent': 'Rien n’est compté avant votre accord sur le site.',
			granted: 'Vous avez donné votre accord : un cookie vous reconnaît sur ce site.',
			'opt-out': 'Un cookie vous reconnaît sur ce site jusqu’à ce que vous vous y opposiez.',
			notice: 'Un cookie vous reconnaît sur ce site ; vous pouvez vous y opposer.',
			fallback:
				'Aucun cookie n’est déposé avant votre accord sur le site ; d’ici là, votre visite est comptée sans cookie.',
			'fallback-none': 'Rien n’est compté avant votre accord sur le site.',
		},
		noSignal: 'Votre navigateur n’envoie ni Global Privacy Control ni Do Not Track.',
		honest:
			'Ce qui est compté de vous sans cookie ne peut plus être rattaché à vous après minuit, par personne, pas même par nous. On ne peut donc ni vous le montrer ni le supprimer isolément : personne ne pourrait le retrouver.',
		act: 'Où vous pouvez agir',
		actWhere:
			'Vos choix prennent effet là où se trouve le cookie : sur {site} même. Son panneau de confidentialité permet de s’opposer et de revenir sur son opposition, de retirer son consentement, de télécharger ou d’effacer ce qui est conservé sous votre cookie.',
		policy: 'Politique',
		version: 'Version {version}, en vigueur depuis le {date}.',
		machines: 'La même chose pour les machines, avec toutes les versions : {manifest}',
		noAdvice: 'Le tableau des lois est une recherche technique, pas un conseil juridique.',
		languages: 'Langues',
	},
}
