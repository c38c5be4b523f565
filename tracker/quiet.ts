import { refuses } from './choice.ts'
import { options } from './options.ts'
import { data, wishes } from './script.ts'

/** Whether nothing at all may be sent: on a developer's machine, under a test tool, after an opt-out or a refusal. */
export const silent = (): unknown =>
	(!options.captureOnLocalhost && /^(localhost|127[.\d]+)?$/.test(location.hostname)) ||
	(!(OWN ? 'allowAutomation' in data : /allowAuto/.test(wishes)) &&
		(navigator.webdriver || window.Cypress)) ||
	(CONSENT ? refuses() : /jitt_optout=1/.test(document.cookie))
