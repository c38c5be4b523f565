CREATE TABLE `policy_history` (
	`site_id` integer NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`mode` text NOT NULL,
	`retention_days` integer NOT NULL,
	`privacy` text NOT NULL,
	PRIMARY KEY(`site_id`, `version`),
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `site` ADD `privacy` text DEFAULT '{}' NOT NULL;