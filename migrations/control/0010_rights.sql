CREATE TABLE `backup` (
	`id` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`cursor` text,
	`parts` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `data_export` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`site_id` integer,
	`team_ids` text NOT NULL,
	`requested_at` integer NOT NULL,
	`ready_at` integer,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `data_export_file` (
	`export_id` text NOT NULL,
	`path` text NOT NULL,
	`key` text NOT NULL,
	`bytes` integer NOT NULL,
	`packed` integer NOT NULL,
	`crc` integer NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`export_id`, `path`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `deletion` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`user_id` text NOT NULL,
	`site_id` integer,
	`team_ids` text NOT NULL,
	`requested_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`reminded_at` integer,
	`erasing_at` integer,
	`counts` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `deletion_receipt` (
	`number` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`requested_at` text NOT NULL,
	`erased_at` text NOT NULL,
	`backups_until` text,
	`counts` text NOT NULL,
	`kept` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `deletion_receipt_seq_unique` ON `deletion_receipt` (`seq`);--> statement-breakpoint
ALTER TABLE `team` ADD `gone_at` integer;--> statement-breakpoint
ALTER TABLE `user` ADD `leaving_at` integer;--> statement-breakpoint
ALTER TABLE `site` ADD `gone_at` integer;