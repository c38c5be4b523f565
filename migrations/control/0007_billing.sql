CREATE TABLE `billing_account` (
	`team_id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`subscription_id` text,
	`status` text,
	`plan` text,
	`interval` text,
	`period_ends_at` integer,
	`ends_at` integer,
	`next_plan` text,
	`next_interval` text,
	`past_due_since` integer,
	`asked_at` integer NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `billing_account_customerId_unique` ON `billing_account` (`customer_id`);--> statement-breakpoint
CREATE INDEX `billing_account_past_due` ON `billing_account` (`past_due_since`);--> statement-breakpoint
CREATE TABLE `billing_letter` (
	`team_id` text NOT NULL,
	`about` text NOT NULL,
	`sent_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `about`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `detail_span` (
	`site_id` integer NOT NULL,
	`from` integer NOT NULL,
	`until` integer,
	`level` integer NOT NULL,
	PRIMARY KEY(`site_id`, `from`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stripe_event` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage` (
	`team_id` text NOT NULL,
	`month` text NOT NULL,
	`site_id` integer NOT NULL,
	`events` integer NOT NULL,
	PRIMARY KEY(`team_id`, `month`, `site_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `usage_site` ON `usage` (`site_id`,`month`);--> statement-breakpoint
ALTER TABLE `site` ADD `detail_level` integer DEFAULT 0 NOT NULL;