CREATE TABLE `custom_property` (
	`site_id` integer NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `name`),
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `goal` (
	`site_id` integer NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`threshold` integer NOT NULL,
	`props` text NOT NULL,
	`currency` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`),
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `goal_name` ON `goal` (`site_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `goal_definition` ON `goal` (`site_id`,`kind`,`target`,`threshold`,`props`);--> statement-breakpoint
CREATE TABLE `segment` (
	`site_id` integer NOT NULL,
	`id` integer NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`shared` integer NOT NULL,
	`filters` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`),
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
