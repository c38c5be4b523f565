CREATE TABLE `rollup_days` (
	`site` integer NOT NULL,
	`dimension` integer NOT NULL,
	`day` integer NOT NULL,
	`value` text NOT NULL,
	`rest` integer NOT NULL,
	`visitors` integer NOT NULL,
	`visits` integer NOT NULL,
	`bounced` integer NOT NULL,
	`seconds` integer NOT NULL,
	`views` integer NOT NULL,
	`pageviews` integer NOT NULL,
	`events` integer NOT NULL,
	`depth` integer NOT NULL,
	`depths` integer NOT NULL,
	`engaged` integer NOT NULL,
	`readers` integer NOT NULL,
	PRIMARY KEY(`site`, `dimension`, `day`, `value`, `rest`)
) WITHOUT ROWID;
