import { eu, type Row, row, state } from './row.ts'

/** Day of the facts. Whoever changes a row changes this too: it stands in the manifest. */
export const LAW_VERSION = '2026-11-23'

/**
 * The law by place: ISO 3166-1 alpha-2, or ISO 3166-2 where a region has its own; `*` = a country not listed,
 * `ZZ` = not known. Several rows of one place follow each other in time. Pure data, long for that.
 */
export const LAW: ReadonlyMap<string, readonly Row[]> = new Map([
	['AT', [eu('TKG 2021 §165(3) + GDPR', 'E15a')]],
	['BE', [eu('Law of 30 Jul 2018 art 10/2 + GDPR')]],
	['CY', [eu('Law 112(I)/2004 s99(5) + GDPR')]],
	['CZ', [eu('Act 127/2005 §89(3) + GDPR')]],
	['DE', [eu('TDDDG §25 + GDPR', 'E12a E12 E18')]],
	['DK', [eu('Cookie order BEK 1148/2011 + GDPR')]],
	['EE', [eu('ESS (5(3) transposition unclear) + GDPR')]],
	['FI', [eu('Act 917/2014 §205 + GDPR')]],
	['GR', [eu('Law 3471/2006 art 4(5) + GDPR')]],
	['HR', [eu('ZEK art 43(4) + GDPR')]],
	['HU', [eu('Act C/2003 §155(4) + GDPR')]],
	['IE', [eu('SI 336/2011 reg 5 + GDPR', 'E17b')]],
	['LT', [eu('Electronic Communications Law + GDPR')]],
	['LV', [eu('Information Society Services Law s7.1 + GDPR')]],
	['MT', [eu('SL 586.01 reg 5 + GDPR')]],
	['PL', [eu('PKE (2024) art 399 + GDPR')]],
	['PT', [eu('Law 41/2004 art 5 + GDPR')]],
	['RO', [eu('Law 506/2004 art 4(5) + GDPR')]],
	['SE', [eu('LEK 2022:482 ch 9 §28 + GDPR', 'E15c')]],
	['SI', [eu('ZEKom-2 art 225 + GDPR')]],
	['SK', [eu('Act 452/2021 §109(8) + GDPR')]],
	['IS', [eu('Electronic Communications Act 70/2022 + GDPR (EEA)')]],
	['LI', [eu('KomG + GDPR (EEA)')]],
	['NO', [eu('Ekomloven 2024 §3-15 + GDPR (EEA)', 'E17')]],
	['FR', [eu('LIL art 82; CNIL delib. 2025-07-04 + GDPR', 'E3 E4 E5', 'ff', { exemptMode: 'opt-out' })]],
	['ES', [eu('LSSI art 22.2; AEPD guide 2024-01 + GDPR', 'E10', 'ff', { exemptMode: 'opt-out' })]],
	[
		'IT',
		[eu('Codice Privacy art 122; Garante 2021-06-10 + GDPR', 'E9 E9b', 'fc', { exemptMode: 'opt-out' })],
	],
	['NL', [eu('Telecommunicatiewet art 11.7a(3)(b) + GDPR', 'E11', 'ff', { exemptMode: 'opt-out' })]],
	['LU', [eu('Law of 30 May 2005 art 4; CNPD guidelines 2021 + GDPR', 'E16')]],
	['BG', [eu('ZET (e-commerce act) art 4a + GDPR', 'ZET', 'cc', { exemptMode: 'opt-out' })]],
	[
		'GB',
		[
			row(
				'opt-out',
				'fc',
				'PECR reg 6 + Sch A1 para 5 (DUAA 2025) + UK GDPR',
				[72, 'statute'],
				'U1 U2 U3 PECR',
			),
		],
	],
	['CH', [row('opt-out', 'cc', 'FMG art 45c(b); FADP art 24', [null, 'no-hours'], 'H1 H2 H3 H4')]],
	[
		'US-CA',
		[state('CCPA/CPRA 1798.135; 11 CCR 7025', 'A1 A12 A13 A21 A18', 'fc', { gpcSince: '2023-01-01' })],
	],
	['US-CO', [state('CPA 6-1-1306', 'A5 A21', 'ff', { gpcSince: '2024-07-01' })]],
	['US-CT', [state('CTDPA', 'A5 A21', 'ff', { gpcSince: '2025-01-01' })]],
	['US-DE', [state('DPDPA', 'A1 A3 A6', 'ff', { gpcSince: '2026-01-01' })]],
	['US-MD', [state('MODPA', 'A1 A7 A10', 'ff', { gpcSince: '2025-10-01' })]],
	['US-MN', [state('MCDPA', 'A1', 'ff', { gpcSince: '2025-07-31' })]],
	['US-MT', [state('MTCDPA', 'A3 A4', 'ff', { gpcSince: '2025-01-01' })]],
	['US-NE', [state('NDPA', 'A1 A21', 'ff', { gpcSince: '2025-01-01' })]],
	['US-NH', [state('NHPA', 'A1 A4', 'ff', { gpcSince: '2025-01-01' })]],
	['US-NJ', [state('NJDPA', 'A1 A3', 'ff', { gpcSince: '2025-07-15' })]],
	['US-OR', [state('OCPA', 'A3 A4 A11', 'ff', { gpcSince: '2026-01-01' })]],
	['US-TX', [state('TDPSA', 'A8 A9', 'ff', { gpcSince: '2025-01-01' })]],
	['US-VA', [state('VCDPA', 'A4 A17')]],
	['US-UT', [state('UCPA', 'A4 A17')]],
	['US-IA', [state('ICDPA', 'A4 A17')]],
	['US-IN', [state('INCDPA', 'A4 A17')]],
	['US-TN', [state('TIPA', 'A4 A17')]],
	['US-KY', [state('KCDPA', 'A4 A17')]],
	['US-RI', [state('RIDTPPA', 'A4 A17')]],
	['US-FL', [state('FDBR', 'A4 A17')]],
	[
		'US-OK',
		[
			row('notice', 'ff', 'none until OCDPA (SB 546)', [null, 'no-hours'], 'A16', { until: '2026-12-31' }),
			state('OCDPA (SB 546)', 'A16', 'ff', { from: '2027-01-01' }),
		],
	],
	['US-AL', [state('Alabama act 2026 (effective date and signal rule unknown)', 'A16b', 'cf')]],
	['US', [row('notice', 'ff', 'FTC Act s5 + state breach acts', [null, 'no-hours'], 'A14 A19')]],
	[
		'BR',
		[
			row(
				'consent',
				'cc',
				'LGPD; ANPD cookie guide 2022; Res. CD/ANPD 15/2024 (3 business days)',
				[72, 'statute'],
				'R1 R2',
			),
		],
	],
	['CA', [row('opt-out', 'ff', 'PIPEDA', [null, 'no-hours'], 'R3 R4')]],
	['CA-QC', [row('consent', 'cc', 'Private Sector Act (Law 25) s8.1, s3.5', [null, 'no-hours'], 'R4 R5')]],
	['JP', [row('notice', 'ff', 'TBA external transmission rule; APPI art 26', [72, 'guidance'], 'R6 R7')]],
	['KR', [row('opt-out', 'ff', 'PIPA art 30(1)7, art 34', [72, 'statute'], 'R8 R9')]],
	['CN', [row('consent', 'cc', 'PIPL; CAC incident measures 2025-11-01', [4, 'statute'], 'R10')]],
	[
		'IN',
		[
			row('notice', 'cc', 'IT Act/CERT-In directions 2022', [6, 'statute'], 'R11 R12', {
				until: '2027-05-12',
			}),
			row('consent', 'cc', 'DPDP Act 2023 + Rules 2025; CERT-In 2022', [6, 'statute'], 'R11 R12', {
				from: '2027-05-13',
			}),
		],
	],
	['ZA', [row('opt-out', 'cc', 'POPIA s11, s22', [null, 'no-hours'], 'R13')]],
	['AU', [row('notice', 'ff', 'Privacy Act 1988 APP 5; NDB scheme', [null, 'no-hours'], 'R14 R14b')]],
	['NZ', [row('notice', 'cf', 'Privacy Act 2020 s112-115', [72, 'guidance'], 'R15')]],
	[
		'TR',
		[row('consent', 'cc', 'KVKK 6698; cookie guide 2022-06-20; Board 2019/10', [72, 'guidance'], 'R16 R17')],
	],
	['IL', [row('consent', 'cc', 'PPL + Amendment 13; Data Security Regs 2017', [24, 'guidance'], 'R18 R19')]],
	['SG', [row('notice', 'cf', 'PDPA 2012 (deemed consent); Part 6A', [72, 'statute'], 'R20 R21')]],
	['TH', [row('consent', 'fc', 'PDPA 2019', [72, 'statute'], 'R22')]],
	[
		'AE',
		[
			row(
				'consent',
				'cc',
				'Federal Decree-Law 45/2021 (executive regulations pending)',
				[null, 'unknown'],
				'R23',
			),
		],
	],
	['SA', [row('consent', 'cc', 'PDPL M/19', [72, 'statute'], 'R24')]],
	['MX', [row('notice', 'cc', 'LFPDPPP 2025', [null, 'no-authority-duty'], 'R25')]],
	['AR', [row('consent', 'fc', 'Law 25.326 art 5', [null, 'unknown'], 'R26')]],
	[
		'CL',
		[
			row('notice', 'cc', 'Law 19.628 (old text)', [null, 'unknown'], 'R27', { until: '2026-11-30' }),
			row('consent', 'cc', 'Law 19.628 as amended by 21.719', [null, 'no-hours'], 'R27', {
				from: '2026-12-01',
			}),
		],
	],
	[
		'RU',
		[row('consent', 'cc', '152-FZ art 18(5), 21(3.1)', [24, 'statute'], 'R28 R29', { localization: true })],
	],
	['UA', [row('consent', 'cc', 'Law 2297-VI (draft 8153 pending)', [null, 'unknown'], 'R30')]],
	['*', [row('consent', 'cc', 'not researched: safe default', [72, 'product-default'], '')]],
	['ZZ', [row('consent', 'cc', 'country unknown (null, XX, T1)', [72, 'product-default'], '')]],
])

/** Territories under the law of another country; those with laws of their own stay unlisted. */
export const TERRITORIES: ReadonlyMap<string, string> = new Map([
	['AX', 'FI'],
	...['GP', 'GF', 'MQ', 'RE', 'YT', 'MF', 'BL', 'PM', 'WF', 'PF', 'NC'].map((code) => [code, 'FR'] as const),
	['SJ', 'NO'],
	...['PR', 'GU', 'VI', 'AS', 'MP'].map((code) => [code, 'US'] as const),
])
