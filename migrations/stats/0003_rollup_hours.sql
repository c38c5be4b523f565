CREATE TABLE `rollup_hours` (
	`site` integer NOT NULL,
	`day` integer NOT NULL,
	`dimension` integer NOT NULL,
	`until` integer NOT NULL,
	`rows` text NOT NULL,
	PRIMARY KEY(`site`, `day`, `dimension`)
) WITHOUT ROWID;
