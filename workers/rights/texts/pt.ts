import type { Words } from '../words.ts'

export const pt: Words = {
	code: 'pt',
	name: 'Português',
	notice: {
		title: 'Como este site mede a sua utilização',
		headings: [
			'Quem mede e para quê',
			'De que forma',
			'Sem cookie',
			'O cookie',
			'O que é guardado',
			'Fundamento jurídico',
			'Durante quanto tempo',
			'Como se opor',
			'Quem recebe os dados',
			'Os seus direitos',
			'Limites da oposição',
		],
		contact: '[o seu endereço de contacto]',
		who: 'Medimos a utilização de {site} com o Jitt, que trabalha por nossa conta como subcontratante. A única finalidade é medir e melhorar este site: não há publicidade, nada é vendido nem partilhado e ninguém é seguido noutros sites.',
		modeLight:
			'As visitas são contadas sem cookie. Nada é guardado no seu dispositivo e ninguém é reconhecido noutro dia.',
		modeConsentEverywhere: 'As visitas só são contadas depois de dar o seu consentimento.',
		modeConsentIn: 'Nestes lugares mesmo isso só acontece depois do seu consentimento: {places}.',
		except: '{place} exceto {regions}',
		others: 'todos os outros países',
		modeCookie: 'Um cookie próprio deste site reconhece os visitantes que regressam.',
		cookieIn:
			'Só é instalado sem perguntar antes em: {places}. Em todos os outros lugares só é instalado depois do seu consentimento.',
		cookieNever: 'Só é instalado depois do seu consentimento.',
		cookieAlways: 'É instalado sem perguntar antes; pode opor-se a qualquer momento.',
		fallbackLight:
			'Onde não é instalado, as visitas são contadas sem cookie na medida em que a lei o permite.',
		fallbackNone: 'Onde não é instalado, nada é contado.',
		token:
			'Em cada página vista, o seu endereço IP e o cabeçalho do seu navegador são usados apenas em memória: para conhecer o país e o lugar aproximado, o navegador, o sistema e o tipo de dispositivo, e para formar com uma chave aleatória do dia uma marca irreversível. A chave é destruída à meia-noite ({timezone}). Nem o endereço nem o cabeçalho são guardados, e nada é guardado no seu dispositivo.',
		cookie:
			'O cookie ({cookies}) contém um identificador aleatório válido apenas neste site. Vive 390 dias, menos de 13 meses, a contar do dia em que foi instalado; as visitas seguintes não o prolongam. Onde a lei do seu país o exige, é-lhe perguntado antes.',
		noCookie: 'Não é instalado nenhum cookie para medir.',
		stored: 'São guardados: {fields}.',
		switchedOff: 'Desativámos: {off}.',
		basisConsent:
			'Onde lhe é perguntado, o fundamento jurídico é o seu consentimento (art. 6.º, n.º 1, alínea a), do RGPD).',
		basisInterest:
			'Onde não lhe é perguntado, é o nosso interesse legítimo em saber como o nosso site é utilizado (art. 6.º, n.º 1, alínea f), do RGPD).',
		basisUk: 'No Reino Unido o cookie assenta na exceção para fins estatísticos (PECR, anexo A1, n.º 5).',
		basisExempt:
			'Em França (art. 82.º da lei de proteção de dados), Espanha, Itália e Países Baixos o cookie assenta na isenção nacional para a medição de audiências.',
		retention:
			'As páginas vistas e os eventos são conservados {events} dias, as visitas {visits} dias e os totais diários {rollups} dias; depois são apagados. Cada eliminação deixa um recibo que qualquer pessoa pode verificar: {receipts}',
		objection:
			'Pode opor-se a qualquer momento e gratuitamente com o botão de oposição deste site; apenas guarda um cookie que diz «1». O Global Privacy Control (GPC) e o Do Not Track (DNT) são respeitados: enquanto o seu navegador enviar um deles, nada é guardado, salvo se tiver dado o seu acordo expresso neste site e a lei o fizer prevalecer.',
		withdrawal: 'Pode retirar o seu consentimento no mesmo lugar, com a mesma facilidade com que o deu.',
		remembered:
			'O que escolher no painel de privacidade deste site é lembrado durante 390 dias num cookie que não contém mais nada (jitt_choice).',
		recipients:
			'Os dados são tratados pelo Jitt e pelo seu subcontratante ulterior Cloudflare, Inc. (EUA) e não são dados a mais ninguém (pormenores: {manifest}).',
		inEu: 'O que se guarda das visitas é guardado na União Europeia. Na medida em que a empresa-mãe da Cloudflare possa ter acesso, a base são o Quadro de Privacidade de Dados UE-EUA e as cláusulas contratuais-tipo.',
		inUs: 'O que se guarda das visitas é guardado nos Estados Unidos; a base da transferência são o Quadro de Privacidade de Dados UE-EUA e as cláusulas contratuais-tipo.',
		anywhere:
			'O tratamento pode ocorrer fora do seu país, também nos EUA; a base da transferência são o Quadro de Privacidade de Dados UE-EUA e as cláusulas contratuais-tipo.',
		rights:
			'Tem os direitos de acesso, retificação, apagamento, limitação, portabilidade e oposição, e pode reclamar junto de uma autoridade de controlo. Escreva para: {contact}.',
		rightsLight:
			'O que foi contado sem cookie não pode ser associado a ninguém depois da meia-noite, nem por nós: não há nada que possamos procurar (art. 11.º do RGPD).',
		rightsCookie: 'Com o cookie pode descarregar e apagar neste site tudo o que está guardado sob ele.',
		limits:
			'A oposição vale para este navegador até os seus cookies serem apagados; o Safari pode removê-la após sete dias de utilização sem uma visita aqui. A escolha duradoura é o Global Privacy Control no seu navegador.',
		limitsLight: 'Onde não é possível guardar um cookie, a oposição vale até à meia-noite.',
	},
	fields: {
		page: 'a página',
		title: 'o seu título',
		time: 'a hora',
		visit: 'números aleatórios da visita e do visitante',
		campaign: 'etiquetas de campanha',
		place: 'lugar',
		city: 'país, região e cidade',
		region: 'país e região',
		country: 'país',
		browserFull: 'navegador e sistema com as versões',
		browserMajor: 'navegador e sistema com a versão principal',
		browserNames: 'navegador e sistema sem versão',
		referrerPath: 'a página de origem',
		referrerHost: 'o site de origem',
		referrerSource: 'o tipo de origem',
		device: 'tipo de dispositivo',
		screen: 'classe de largura do ecrã',
		language: 'idioma',
		network: 'tipo de rede',
		engagement: 'tempo de leitura e profundidade de deslocamento',
		vitals: 'tempos de carregamento',
		events: 'nomes de ações como cliques e transferências',
		properties: 'pormenores dessas ações',
		revenue: 'montantes de compras',
		decision: 'a regra aplicada',
	},
	page: {
		heading: 'Privacidade em {site}',
		intro:
			'Esta página é feita a partir das definições em vigor agora em {site}. O Jitt mede por conta desse site.',
		here: 'Para si, aqui e agora',
		from: 'O seu pedido vem de: {place}.',
		fromUnknown: 'Não se sabe de onde vem o seu pedido; aplica-se a regra prudente.',
		rule: 'Regra {rule}: {law}.',
		firm: 'A aplicação desta lei está assente.',
		contested: 'A aplicação desta lei é discutida.',
		reasons: {
			optout: 'Opôs-se: nada é contado.',
			denied: 'Recusou a medição: nada é contado.',
			gpc: 'O seu navegador envia o Global Privacy Control. É respeitado: nada é contado.',
			dnt: 'O seu navegador envia o Do Not Track. É respeitado: nada é contado.',
			lightweight: 'A sua visita é contada sem cookie.',
			'lightweight-needs-consent': 'Nada é contado antes de dar o seu consentimento no site.',
			granted: 'Deu o seu consentimento: um cookie reconhece-o neste site.',
			'opt-out': 'Um cookie reconhece-o neste site até se opor.',
			notice: 'Um cookie reconhece-o neste site; pode opor-se.',
			fallback:
				'Nenhum cookie é instalado antes de dar o seu consentimento no site; até lá a sua visita é contada sem cookie.',
			'fallback-none': 'Nada é contado antes de dar o seu consentimento no site.',
		},
		noSignal: 'O seu navegador não envia nem o Global Privacy Control nem o Do Not Track.',
		honest:
			'O que é contado de si sem cookie não pode ser associado a si por ninguém depois da meia-noite, nem por nós. Por isso não lhe pode ser mostrado nem apagado isoladamente: ninguém o conseguiria encontrar.',
		act: 'Onde pode agir',
		actWhere:
			'As escolhas produzem efeito onde está o cookie: no próprio {site}. O seu painel de privacidade permite opor-se e retirar a oposição, retirar o consentimento e descarregar ou apagar o que está guardado sob o seu cookie.',
		policy: 'Política',
		version: 'Versão {version}, em vigor desde {date}.',
		machines: 'O mesmo para máquinas, com todas as versões: {manifest}',
		noAdvice: 'A tabela de leis é investigação técnica, não aconselhamento jurídico.',
		languages: 'Idiomas',
	},
}
