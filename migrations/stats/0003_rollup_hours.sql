CREATE TABLE `rollup_hours` (
	`site` integer NOT NULL,
	`hour` integer NOT NULL,
	`dimension` integer NOT NULL,
	`rows` text NOT NULL,
	PRIMARY KEY(`site`, `hour`, `dimension`)
) WITHOUT ROWID;

