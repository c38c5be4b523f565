import { address } from './address.ts'
import { watchPages } from './pages.ts'
import { report } from './report.ts'

/** Page views and nothing else, for sites that count every byte. */
watchPages(() => report('pageview', { u: address(location.href), r: document.referrer.split('?')[0] }))
