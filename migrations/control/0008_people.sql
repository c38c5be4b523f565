CREATE TABLE `access_log` (
	`team_id` text NOT NULL,
	`day` integer NOT NULL,
	`site_id` integer NOT NULL,
	`kind` text NOT NULL,
	`credential` text NOT NULL,
	`user_id` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`team_id`, `day`, `site_id`, `kind`, `credential`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`site_id` integer NOT NULL,
	`kind` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_tokenHash_unique` ON `invitation` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_once` ON `invitation` (`team_id`,`site_id`,`kind`,`email`);--> statement-breakpoint
CREATE TABLE `support_grant` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`site_id` integer NOT NULL,
	`reason` text NOT NULL,
	`granted_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `support_grant_team` ON `support_grant` (`team_id`,`expires_at`);