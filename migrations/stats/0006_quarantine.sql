CREATE TABLE `moved` (
	`site` integer NOT NULL,
	`move` integer NOT NULL,
	`time` integer NOT NULL,
	`id` integer NOT NULL,
	`reasons` text NOT NULL,
	PRIMARY KEY(`site`, `move`, `time`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `quarantine` (
	`site` integer NOT NULL,
	`time` integer NOT NULL,
	`id` integer NOT NULL,
	`reasons` text NOT NULL,
	`event` text NOT NULL,
	`decision` text DEFAULT '[]' NOT NULL,
	PRIMARY KEY(`site`, `time`, `id`)
) WITHOUT ROWID;
