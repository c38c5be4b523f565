CREATE TABLE `rollup_pairs` (
	`site` integer NOT NULL,
	`day` integer NOT NULL,
	`dimension` integer NOT NULL,
	`value` text NOT NULL,
	`other` integer NOT NULL,
	`rows` text NOT NULL,
	PRIMARY KEY(`site`, `day`, `dimension`, `value`, `other`)
) WITHOUT ROWID;

