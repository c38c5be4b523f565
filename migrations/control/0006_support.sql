CREATE TABLE `attachment` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text,
	`message_id` text,
	`uploader` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `ticket`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attachment_ticket` ON `attachment` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `attachment_uploader` ON `attachment` (`uploader`);--> statement-breakpoint
CREATE TABLE `canned_reply` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `operator_action` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`operator_id` text NOT NULL,
	`action` text NOT NULL,
	`detail` text NOT NULL,
	`ticket_id` text
);
--> statement-breakpoint
CREATE INDEX `operator_action_at` ON `operator_action` (`at`);--> statement-breakpoint
CREATE INDEX `operator_action_ticket` ON `operator_action` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `ticket` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`team_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`address` text,
	`subject` text NOT NULL,
	`status` text NOT NULL,
	`priority` text NOT NULL,
	`assignee_id` text,
	`satisfaction` text,
	`satisfaction_note` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ticket_user` ON `ticket` (`user_id`);--> statement-breakpoint
CREATE INDEX `ticket_team` ON `ticket` (`team_id`);--> statement-breakpoint
CREATE INDEX `ticket_status` ON `ticket` (`status`,`updated_at`);--> statement-breakpoint
CREATE TABLE `ticket_message` (
	`ticket_id` text NOT NULL,
	`id` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `ticket`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
