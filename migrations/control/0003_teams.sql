ALTER TABLE `site` RENAME COLUMN "owner_id" TO "team_id";--> statement-breakpoint
CREATE TABLE `guest` (
	`site_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `user_id`),
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `guest_user` ON `guest` (`user_id`);--> statement-breakpoint
CREATE TABLE `member` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`),
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `team` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`requires_two_factor` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
DROP INDEX `site_owner`;--> statement-breakpoint
CREATE INDEX `site_team` ON `site` (`team_id`);--> statement-breakpoint
ALTER TABLE `api_key` ADD `scopes` text DEFAULT '["stats:read","sites:write","events:write"]' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_key` ADD `site_id` integer;--> statement-breakpoint
ALTER TABLE `api_key` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `user` ADD `two_factor_enabled` integer DEFAULT false;--> statement-breakpoint
INSERT INTO `team` (`id`, `name`, `created_at`) SELECT `id`, `name`, `created_at` FROM `user`;--> statement-breakpoint
INSERT INTO `member` (`team_id`, `user_id`, `role`, `created_at`) SELECT `id`, `id`, 'owner', `created_at` FROM `user`;
