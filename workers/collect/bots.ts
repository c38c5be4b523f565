import { isbot } from 'isbot'

/**
 * Programs that are not people. `isbot` knows crawlers, monitors and libraries by name; the list below adds
 * what it leaves to its users: automation that says so, and agents that no browser sends.
 */
const OURS =
	/headless|phantomjs|slimerjs|cypress|puppeteer|playwright|selenium|webdriver|electron\/.*(?:test|spec)/i

/** Shorter agents name no browser: every one in use since 2000 is longer. */
const SHORTEST = 20

/** Whether a user agent is a program's. A request without one is a program's. */
export const isBot = (agent: string): boolean => agent.length < SHORTEST || OURS.test(agent) || isbot(agent)
