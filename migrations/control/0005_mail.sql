CREATE TABLE `agreement` (
	`team_id` text NOT NULL,
	`document` text NOT NULL,
	`version` text NOT NULL,
	`user_id` text,
	`user_name` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `document`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `announcement` (
	`id` text PRIMARY KEY NOT NULL,
	`after` text NOT NULL,
	`done_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `objection` (
	`team_id` text NOT NULL,
	`change` text NOT NULL,
	`user_id` text,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `change`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mail_preference` (
	`user_id` text PRIMARY KEY NOT NULL,
	`news` integer DEFAULT false NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mail_queue` (
	`key` text PRIMARY KEY NOT NULL,
	`recipient` text,
	`letter` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`outcome` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_queue_next` ON `mail_queue` (`outcome`,`next_at`);--> statement-breakpoint
CREATE INDEX `mail_queue_recipient` ON `mail_queue` (`recipient`);--> statement-breakpoint
CREATE TABLE `mail_suppression` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
