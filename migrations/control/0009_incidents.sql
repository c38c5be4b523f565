CREATE TABLE `incident` (
	`id` integer PRIMARY KEY NOT NULL,
	`opened_at` integer NOT NULL,
	`facts` text NOT NULL,
	`notice` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`decision` text DEFAULT 'open' NOT NULL,
	`reasons` text DEFAULT '' NOT NULL,
	`banner` text DEFAULT 'affected' NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`scope_after` integer DEFAULT 0,
	`scoped_at` integer,
	`erased` integer DEFAULT 0 NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE TABLE `incident_account` (
	`incident_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`holder` integer NOT NULL,
	`owner` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `user_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `incident_account_user` ON `incident_account` (`user_id`);--> statement-breakpoint
CREATE TABLE `incident_authority` (
	`incident_id` integer NOT NULL,
	`rule` text NOT NULL,
	`outcome` text NOT NULL,
	`at` integer NOT NULL,
	`note` text NOT NULL,
	PRIMARY KEY(`incident_id`, `rule`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_notice` (
	`incident_id` integer NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`facts` text NOT NULL,
	`notice` text NOT NULL,
	`confirmed_by` text NOT NULL,
	`confirmed_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`incident_id`, `version`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_read` (
	`user_id` text NOT NULL,
	`incident_id` integer NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `incident_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_reminder` (
	`incident_id` integer NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_site` (
	`incident_id` integer NOT NULL,
	`site_id` integer NOT NULL,
	`team_id` text NOT NULL,
	`visitors` integer NOT NULL,
	`visits` integer NOT NULL,
	`events` integer NOT NULL,
	`countries` text NOT NULL,
	PRIMARY KEY(`incident_id`, `site_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `incident_site_team` ON `incident_site` (`team_id`);--> statement-breakpoint
CREATE TABLE `incident_step` (
	`incident_id` integer NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`what` text NOT NULL,
	PRIMARY KEY(`incident_id`, `at`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_told` (
	`incident_id` integer NOT NULL,
	`version` integer NOT NULL,
	`user_id` text NOT NULL,
	`holder` integer NOT NULL,
	`owner` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `version`, `user_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `incident_told_user` ON `incident_told` (`user_id`);--> statement-breakpoint
CREATE TABLE `integrity` (
	`name` text PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL,
	`cursor` integer NOT NULL,
	`problems` text NOT NULL,
	`found` text NOT NULL,
	`completed_at` integer
) WITHOUT ROWID;
