CREATE TABLE `receipts` (
	`site` integer NOT NULL,
	`seq` integer NOT NULL,
	`rule` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer NOT NULL,
	`rows` integer NOT NULL,
	`oldest` integer,
	`at` integer NOT NULL,
	`policy_version` integer NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`site`, `seq`)
) WITHOUT ROWID;
