ALTER TABLE `visits` ADD `outcome` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `reason` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `rule` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `policy_version` integer DEFAULT 0 NOT NULL;